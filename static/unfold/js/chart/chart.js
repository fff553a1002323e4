// Unfold loads Chart.js, 200 KB, on every page of the admin. No page there draws a chart.
