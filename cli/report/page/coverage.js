// Strips that show where each log of each host holds records, on the same scale as the lanes.

const stripHeight = 7, stripStep = 11;
const channels = [...new Set([...lists.coverage, ...lists.gaps].map(row => row.channel))].sort(d3.ascending);
let strips = [], stripsHeight = 0;

function layStrips() {
  const hosts = d3.nest().key(row => row.host).object(lists.coverage);
  const missing = new Set(lists.gaps.filter(g => g.cause === "no_log").map(g => g.host + "\n" + g.channel));
  // The most telling first, as in the lanes.
  const ranks = d3.nest().key(s => s.host).rollup(list => d3.min(list, s => s.rank)).map(shown);
  const names = lists.hosts.map(h => h.host).filter(host => ranks.has(host) || shown.length === 0)
    .sort((a, b) => ranks.get(a) - ranks.get(b) || 0);
  strips = [];
  let y = 0;
  for (const host of names) {
    strips.push({head: host, y, height: 22});
    y += 22;
    for (const channel of channels) {
      const held = (hosts[host] || []).filter(row => row.channel === channel);
      const isMissing = missing.has(host + "\n" + channel);
      if (held.length === 0 && !isMissing) continue;
      strips.push({host, channel, held, isMissing, y, height: stripStep + 4,
        gaps: lists.gaps.filter(g => g.host === host && g.channel === channel && g.cause !== "no_log")});
      y += stripStep + 4;
    }
    y += 4;
  }
  stripsHeight = Math.max(y, 24);
}

function paintStrips(context, {width, height, top}) {
  const left = labelWidth(), right = width - rightMargin;
  drawGrid(context, height, width);
  context.save();
  context.translate(0, -top);
  context.textBaseline = "middle";
  for (const strip of strips) {
    if (strip.y + strip.height < top || strip.y > top + height) continue;
    const center = strip.y + strip.height / 2;
    if (strip.head) {
      context.fillStyle = colours.ink;
      context.font = font(600, 12);
      context.fillText(fitText(context, strip.head, left + 200), 6, center + 1);
      continue;
    }
    context.fillStyle = colours.muted;
    context.font = font(400, 11);
    context.fillText(fitText(context, shortChannel(strip.channel), left - 30), 16, center);
    const y = Math.round(center - stripHeight / 2);
    if (strip.isMissing) {
      context.strokeStyle = colours.muted;
      context.setLineDash([4, 3]);
      context.strokeRect(left + 0.5, y + 0.5, right - left - 1, stripHeight - 1);
      context.setLineDash([]);
      continue;
    }
    context.fillStyle = colours.held;
    for (const held of strip.held) {
      const from = Math.max(left, seen(held.first_time_ms)), to = Math.min(right, Math.max(seen(held.last_time_ms), from + 1.5));
      if (to > left && from < right) context.fillRect(from, y, to - from, stripHeight);
    }
    for (const gap of strip.gaps) {
      const from = seen(gap.after_time_ms), to = Number.isNaN(gap.before_time_ms) ? from : seen(gap.before_time_ms);
      if (from > right || to < left) continue;
      const begin = Math.max(left, from - 0.5), wide = Math.max(3, Math.min(right, to) - begin);
      context.clearRect(begin, y - 1, wide, stripHeight + 2);
      context.strokeStyle = colours.failure;
      context.lineWidth = 1.5;
      context.strokeRect(begin + 0.75, y, Math.max(1.5, wide - 1.5), stripHeight);
      context.lineWidth = 1;
    }
  }
  context.restore();
}

function stripTold(x, y) {
  const strip = strips.find(s => y >= s.y && y < s.y + s.height);
  if (!strip || strip.head) return null;
  const title = shortChannel(strip.channel) + " of " + shortHost(strip.host);
  if (strip.isMissing) return [title, "no file of the evidence is of this log"];
  const from = +seen.invert(x - 3), to = +seen.invert(x + 3);
  const gap = strip.gaps.find(g => g.after_time_ms <= to && !(g.before_time_ms < from));
  if (gap) return [title, (gap.cause || "").replace("_", " ") + ": " + (gap.missing === null ? "records" : plural(gap.missing, "record"))
    + " missing", seconds(gap.after_time) + " to " + (seconds(gap.before_time) || "the end")];
  const held = strip.held.find(h => h.first_time_ms <= to && h.last_time_ms >= from);
  return held ? [title, "holds " + seconds(held.first_time) + " to " + seconds(held.last_time),
    plural(held.events, "event") + " about sessions" + (held.note ? "; " + held.note : "")]
    : [title, "holds nothing of this time"];
}

const stripCanvas = new ScrolledCanvas("#coverage", paintStrips);
function relayStrips() { layStrips(); stripCanvas.resize(stripsHeight); }
stripCanvas.canvas.addEventListener("mousemove", event => {
  const box = stripCanvas.canvas.getBoundingClientRect();
  showTip(event, stripTold(event.clientX - box.left, event.clientY - box.top + stripCanvas.holder.scrollTop));
});
stripCanvas.canvas.addEventListener("mouseleave", event => showTip(event, null));
changes.on("filter.coverage", relayStrips);
view.on("move.coverage", () => stripCanvas.redraw());
document.getElementById("coverage-legend").append(...[["held", "records held"], ["gap", "records missing, or the log cleared"],
  ["none", "no such log in the evidence"]].map(([name, says]) => element("span", {}, element("span", {class: "swatch " + name}), says)));
