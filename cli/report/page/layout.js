// First paint, other widths, other colours, paper.

function layOut() {
  readColours();
  const width = isPrinting ? 690 : laneCanvas.holder.clientWidth;
  fitView(width);
  drawOverview();
  relayLanes();
  relayStrips();
  drawMovement();
}
readColours();
layLanes();
laneCanvas.resize(lanesHeight);
fitView(laneCanvas.holder.clientWidth);
applyFilters();
document.addEventListener("DOMContentLoaded", openDetails);
performance.mark("drawn");  // what a measurement waits for

let resizing = 0;
addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(layOut, 100);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", layOut);
// The colours on paper are those of the print styles, which getComputedStyle gives only while printing.
matchMedia("print").addEventListener("change", event => { isPrinting = event.matches; layOut(); });
