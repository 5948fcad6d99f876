// Which stretch of time is seen. The lanes, the axis and the coverage follow it.

const view = d3.dispatch("move");
const whole = d3.scaleUtc().domain(span);
let seen = whole.copy();  // from time to pixels

const zoom = d3.zoom()
  // The plain wheel scrolls lanes and page.
  .filter(() => d3.event.type === "wheel" ? d3.event.ctrlKey || d3.event.metaKey : !d3.event.button)
  .on("zoom", () => {
    const source = d3.event.sourceEvent;
    if (source && source.type === "mousemove") document.getElementById("lanes").scrollTop -= source.movementY;
    seen = d3.event.transform.rescaleX(whole);
    view.call("move");
  });
const zoomed = d3.select("#lanes canvas").call(zoom).on("dblclick.zoom", null);

function fitView(width) {
  const range = [labelWidth(), Math.max(labelWidth() + 50, width - rightMargin)];
  const kept = seen.domain();
  whole.range(range);
  zoom.scaleExtent([1, Math.max(1, (span[1] - span[0]) / 2000)])
    .extent([[range[0], 0], [range[1], 10]]).translateExtent([[range[0], 0], [range[1], 10]]);
  zoomTo(kept);
}
function zoomTo([from, to]) {
  const [left, right] = whole.range();
  const k = Math.max(1, (right - left) / Math.max(1e-6, whole(to) - whole(from)));
  zoomed.call(zoom.transform, d3.zoomIdentity.translate(left - k * whole(from), 0).scale(k));
}
const zoomBy = factor => zoomed.call(zoom.scaleBy, factor);
const moveBy = part => zoomed.call(zoom.translateBy,
  part * (whole.range()[1] - whole.range()[0]) / d3.zoomTransform(zoomed.node()).k, 0);
const seeAll = () => zoomed.call(zoom.transform, d3.zoomIdentity);
// So that it is seen with what came before and behind it.
function see(from, to) {
  const margin = Math.max((to - from) * 0.6, 1800000);
  zoomTo([from - margin, to + margin]);
}

document.getElementById("zoom-in").addEventListener("click", () => zoomBy(2));
document.getElementById("zoom-out").addEventListener("click", () => zoomBy(0.5));
document.getElementById("zoom-all").addEventListener("click", seeAll);

// The axis, with days where hours stand.
const axisFormat = d => (d3.utcSecond(d) < d ? d3.utcFormat(".%L") : d3.utcMinute(d) < d ? d3.utcFormat(":%S")
  : d3.utcDay(d) < d ? d3.utcFormat("%H:%M") : d3.utcYear(d) < d ? d3.utcFormat("%-d %b") : d3.utcFormat("%Y"))(d);
const ticksSeen = () => seen.ticks(Math.max(2, (seen.range()[1] - seen.range()[0]) / 100));
view.on("move.axis", () => {
  d3.select("#axis").call(d3.axisTop(seen).ticks(Math.max(2, (seen.range()[1] - seen.range()[0]) / 100))
    .tickFormat(d => seen(d) > seen.range()[1] - 16 ? "" : axisFormat(d)).tickSizeOuter(0))
    .selectAll(":scope > *").attr("transform", function() {
      const own = /translate\(([-\d.]+),/.exec(d3.select(this).attr("transform") || "");
      return `translate(${own ? own[1] : 0},23)`;
    });
});

// The overview: how many sessions run, how many attempts fail, and a brush for the stretch that is seen.
const overview = d3.select("#overview");
const overviewHeight = 54, middle = 36;
const brush = d3.brushX().on("brush end", () => {
  const source = d3.event.sourceEvent;
  if (!source || source.type === "zoom" || source.type === "end") return;
  if (d3.event.selection) zoomTo(d3.event.selection.map(x => whole.invert(x)));
  else if (d3.event.type === "end") seeAll();
});
const overviewParts = {
  sessions: overview.append("path").attr("class", "sessions"),
  failures: overview.append("path").attr("class", "failures"),
  middle: overview.append("line").attr("class", "middle"),
  above: overview.append("text").attr("y", 16), below: overview.append("text").attr("y", 49),
  brush: overview.append("g"),
};
overviewParts.brush.call(brush.extent([[0, 0], [100, overviewHeight]]));
function drawOverview() {
  const [left, right] = whole.range(), bins = Math.max(1, Math.floor((right - left) / 3));
  const running = new Float64Array(bins + 1), failing = new Float64Array(bins);
  const bin = t => Math.min(bins - 1, Math.max(0, Math.floor((t - span[0]) / (span[1] - span[0]) * bins)));
  for (const s of shown) {
    if (Number.isNaN(s.from)) continue;
    if (s.failed) ++failing[bin(s.from)];
    else { ++running[bin(s.from)]; --running[bin(s.to) + 1]; }
  }
  for (let i = 1; i <= bins; ++i) running[i] += running[i - 1];
  const bars = (values, most, from, height) => {
    const y = d3.scaleSqrt().domain([0, Math.max(1, most)]).range([0, height]);
    let path = "";
    for (let i = 0; i < bins; ++i)
      if (values[i] > 0) path += `M${left + i * (right - left) / bins},${from}h2.4v${y(values[i])}h-2.4z`;
    return path || null;
  };
  overviewParts.sessions.attr("d", bars(running, d3.max(running), middle, 1 - middle));
  overviewParts.failures.attr("d", bars(failing, d3.max(failing), middle + 1, overviewHeight - middle - 2));
  overviewParts.middle.attr("x1", left).attr("x2", right).attr("y1", middle + 0.5).attr("y2", middle + 0.5);
  overviewParts.above.text("sessions");
  overviewParts.below.text("failures");
  brush.extent([[left, 0], [right, overviewHeight]]);
  overviewParts.brush.call(brush);
}
view.on("move.overview", () => {
  const [left, right] = whole.range(), edges = seen.domain().map(whole);
  const isAll = edges[0] <= left + 0.5 && edges[1] >= right - 0.5;
  overviewParts.brush.call(brush.move, isAll ? null : edges);
});
changes.on("filter.overview", drawOverview);
