"""Every page of the dashboard and the theater in a real browser, on a studio that has made one of everything."""
