// In place of Unfold's Chart.js (200 KB): no page of this admin draws a chart with it.
