// The lanes: one for each account on each host, or for each host of each account. Sessions are bars, failures density.

const barHeight = 8, barStep = 10, lanePadding = 5, headHeight = 26, densityHeight = 8, mostTracks = 4;
let lanes = [], lanesHeight = 0, chosen = null;

// Bars that do not overlap share a track; those that find no place share the last.
function tracksOf(bars) {
  const tracks = [];
  for (const session of bars) {
    let track = tracks.find(t => t.end <= session.from);
    if (!track && tracks.length < mostTracks) tracks.push(track = {bars: [], end: 0});
    track ??= tracks[mostTracks - 1];
    session.track = tracks.indexOf(track);
    track.bars.push(session);
    track.end = Math.max(track.end, session.to);
  }
  for (const track of tracks) {
    track.starts = Float64Array.from(track.bars, s => s.from);
    let reach = -Infinity;
    track.reach = Float64Array.from(track.bars, s => reach = Math.max(reach, s.to));
  }
  return tracks;
}

function layLanes() {
  const byHost = document.querySelector("#grouping input:checked").value === "host";
  const group = byHost ? s => s.host : s => s.account;
  const lane = byHost ? s => s.account : s => s.host;
  const groups = new Map();
  for (const session of shown) {
    if (Number.isNaN(session.from)) continue;
    const key = group(session);
    if (!groups.has(key)) groups.set(key, {rank: Infinity, lanes: new Map(), count: 0});
    const found = groups.get(key), name = lane(session);
    if (!found.lanes.has(name)) found.lanes.set(name, {rank: Infinity, bars: [], failures: []});
    const place = found.lanes.get(name);
    place.rank = Math.min(place.rank, session.rank);
    found.rank = Math.min(found.rank, session.rank);
    ++found.count;
    (session.failed ? place.failures : place.bars).push(session);
  }
  const ranked = map => [...map].sort((a, b) => a[1].rank - b[1].rank);
  lanes = [];
  let y = 0;
  for (const [name, found] of ranked(groups)) {
    lanes.push({head: true, label: name, y, height: headHeight, count: found.count,
      host: byHost ? name : null, end: 0});
    const head = lanes[lanes.length - 1];
    y += headHeight;
    for (const [label, place] of ranked(found.lanes)) {
      const inOrder = list => list.sort((a, b) => a.from - b.from);
      const tracks = tracksOf(inOrder(place.bars));
      const failures = inOrder(place.failures);
      const height = 2 * lanePadding + Math.max(12, tracks.length * barStep + (failures.length ? densityHeight : 0));
      const made = {label: byHost ? label : shortHost(label), host: byHost ? name : label, y, height, tracks, failures,
        times: Float64Array.from(failures, s => s.from), marked: place.bars.filter(s => s.marked)};
      for (const session of place.bars) session.lane = made;
      for (const session of failures) session.lane = made;
      lanes.push(made);
      y += height;
    }
    head.end = y;
  }
  lanesHeight = Math.max(y, 40);
}

const barTop = (lane, track) => lane.y + lanePadding + track * barStep;
const densityTop = lane => lane.tracks.length ? lane.y + lane.height - lanePadding - densityHeight + 1
  : lane.y + (lane.height - densityHeight) / 2 + 1;

// What is narrower than a pixel is drawn once for all that lie in it.
function drawBars(context, track, y, left, right) {
  const from = +seen.invert(left), to = +seen.invert(right);
  const perMs = (right - left) / (to - from);
  let last = -Infinity, colour = null;
  for (let i = d3.bisectLeft(track.reach, from); i < track.bars.length; ++i) {
    const session = track.bars[i];
    if (session.from > to) break;
    const begin = Math.max(left, left + (session.from - from) * perMs);
    const end = Math.min(right, Math.max(left + (session.to - from) * perMs, begin + 2));
    if (end <= last) continue;
    if (session.kind !== colour) context.fillStyle = kindColour(colour = session.kind);
    // How long it lasted is not told: a paler bar.
    if (session.isCutAtEnd || session.isCutAtStart) context.globalAlpha = 0.55;
    context.fillRect(begin, y, end - begin, barHeight);
    context.globalAlpha = 1;
    last = end - begin < 3 ? begin + 1 : last;
    if (session.isCutAtEnd && end - begin > 6) drawCut(context, end - 5, y);
    if (session.isCutAtStart && end - begin > 6) drawCut(context, begin + 2, y);
    // A hair of ground tells two that touch apart.
    if (end - begin > 4) context.clearRect(end - 0.75, y, 0.75, barHeight);
  }
}
function drawCut(context, x, y) {
  context.clearRect(x, y, 1.2, barHeight);
  context.clearRect(x + 2.4, y, 1.2, barHeight);
}
function drawDensity(context, lane, left, right) {
  const from = +seen.invert(left), to = +seen.invert(right), perPixel = (to - from) / (right - left);
  const y = densityTop(lane), step = 2;
  context.fillStyle = colours.failure;
  for (let i = d3.bisectLeft(lane.times, from); i < lane.times.length && lane.times[i] <= to;) {
    const x = left + Math.floor((lane.times[i] - from) / perPixel / step) * step;
    const next = d3.bisectLeft(lane.times, from + (x - left + step) * perPixel, i + 1);
    context.globalAlpha = Math.min(1, 0.6 + 0.13 * Math.log2(next - i));
    context.fillRect(x, y, step, densityHeight - 2);
    i = next;
  }
  context.globalAlpha = 1;
}
// From outside, or after failures.
function drawMarks(context, lane, left, right) {
  context.fillStyle = colours.mark;
  context.strokeStyle = colours.panel;
  let last = -Infinity;
  for (const session of lane.marked) {
    const x = seen(session.from), y = barTop(lane, session.track) - 1;
    if (x < left || x > right || x - last < 1) continue;
    last = x;
    context.beginPath();
    context.moveTo(x, y - 4); context.lineTo(x + 4, y); context.lineTo(x, y + 4); context.lineTo(x - 4, y);
    context.fill();
    context.stroke();
  }
}
function drawChosen(context, lane) {
  if (!chosen || chosen.lane !== lane) return;
  const x = seen(chosen.from), y = chosen.failed ? densityTop(lane) : barTop(lane, chosen.track);
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.strokeRect(x - 2, y - 2, Math.max(3, seen(chosen.to) - x) + 4, (chosen.failed ? densityHeight - 2 : barHeight) + 4);
  context.lineWidth = 1;
}
// The clock of a host was set: what stands before is not comparable with what stands behind.
function drawSteps(context, place, left, right) {
  for (const step of lists.clock_steps) {
    if (step.host !== place.host) continue;
    const x = Math.round(seen(step.time_ms)) + 0.5;
    if (x < left || x > right) continue;
    context.strokeStyle = colours.muted;
    context.setLineDash([3, 3]);
    context.beginPath();
    const y = place.head ? place.y + headHeight : place.y;
    context.moveTo(x, y); context.lineTo(x, place.head ? place.end : y + place.height);
    context.stroke();
    context.setLineDash([]);
    if (!place.head) continue;
    context.fillStyle = colours.muted;
    context.beginPath();
    context.moveTo(x - 5, y - 10); context.lineTo(x + 5, y - 10); context.lineTo(x, y - 2);
    context.fill();
  }
}
function drawGrid(context, height, width) {
  context.strokeStyle = colours.line;
  context.beginPath();
  for (const tick of ticksSeen()) {
    const x = Math.round(seen(tick)) + 0.5;
    context.moveTo(x, 0); context.lineTo(x, height);
  }
  context.stroke();
}
const lanesFrom = top => Math.max(0, d3.bisectRight(lanes.map(l => l.y), top) - 1);

function paintLanes(context, {width, height, top}) {
  const left = labelWidth(), right = width - rightMargin;
  drawGrid(context, height, width);
  context.textBaseline = "middle";
  context.save();
  context.translate(0, -top);
  for (let i = lanesFrom(top); i < lanes.length && lanes[i].y < top + height; ++i) {
    const lane = lanes[i], center = lane.y + lane.height / 2;
    context.fillStyle = colours.ink;
    if (lane.head) {
      context.fillStyle = colours.stripe;
      context.fillRect(0, lane.y, width, lane.height);
      context.fillStyle = colours.ink;
      context.font = font(600, 12.5);
      context.fillText(fitText(context, lane.label, 420), 6, center);
      const end = 6 + context.measureText(fitText(context, lane.label, 420)).width;
      context.fillStyle = colours.muted;
      context.font = font(400, 11.5);
      context.fillText(grouped(lane.count), end + 8, center);
      continue;
    }
    context.font = font(400, 12);
    context.fillText(fitText(context, lane.label, left - 30), 16, center);
    lane.tracks.forEach((track, t) => drawBars(context, track, barTop(lane, t), left, right));
    if (lane.failures.length) drawDensity(context, lane, left, right);
    if (lane.marked.length) drawMarks(context, lane, left, right);
    drawChosen(context, lane);
    context.fillStyle = colours.line;
    context.fillRect(0, lane.y + lane.height - 0.5, width, 0.5);
  }
  // For all lanes of a host at once, where they stand together.
  const together = lanes.length > 0 && lanes[0].host !== null;
  for (const place of lanes) {
    if (Boolean(place.head) === together && place.y < top + height && (place.end || place.y + place.height) > top)
      drawSteps(context, place, left, right);
  }
  context.restore();
  if (lanes.length === 0) {
    context.fillStyle = colours.muted;
    context.font = font(400, 13);
    context.fillText("No session fits the filters.", left, 20);
  }
}

// What lies at a point of the canvas: a session, failures of a moment, or nothing.
function at(x, y) {
  const lane = lanes[lanesFrom(y)];
  if (!lane || lane.head || x < labelWidth() || y > lane.y + lane.height) return null;
  if (lane.failures.length && y >= densityTop(lane) - 2) {
    const first = d3.bisectLeft(lane.times, +seen.invert(x - 3)), end = d3.bisectRight(lane.times, +seen.invert(x + 3));
    if (end > first) return {session: lane.failures[first], failures: end - first, last: lane.failures[end - 1]};
  }
  const track = lane.tracks[Math.min(lane.tracks.length - 1, Math.floor((y - lane.y - lanePadding) / barStep))];
  if (!track) return null;
  const from = +seen.invert(x - 3), to = +seen.invert(x + 3);
  let found = null;
  for (let i = d3.bisectLeft(track.reach, from); i < track.bars.length && track.bars[i].from <= to; ++i)
    if (track.bars[i].to >= from && (!found || track.bars[i].rank < found.rank)) found = track.bars[i];
  return found && {session: found, failures: 0};
}
function tellOf(hit) {
  const s = hit.session;
  if (hit.failures > 1)
    return [plural(hit.failures, "failure") + " of " + s.account, "on " + shortHost(s.host) + " from " + s.source,
      seconds(s.start_time) + " to " + seconds(hit.last.start_time)];
  return [s.account + " on " + shortHost(s.host), s.kind + " from " + s.source
    + (s.src_host && s.src_host !== s.source ? " (" + s.src_host + ")" : ""),
    [seconds(s.start_time) || "start unknown", s.failed ? "" : " to " + (seconds(s.end_time) || s.end_reason)].join(""),
    [s.failed ? "" : lasted(s.duration_s), result(s), "session " + s.session_id].filter(w => w).join(", ")];
}

const laneCanvas = new ScrolledCanvas("#lanes", paintLanes);
function relayLanes() { layLanes(); laneCanvas.resize(lanesHeight); }
const placeOf = event => {
  const box = laneCanvas.canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top + laneCanvas.holder.scrollTop];
};
laneCanvas.canvas.addEventListener("mousemove", event => {
  const hit = event.buttons ? null : at(...placeOf(event));
  laneCanvas.canvas.style.cursor = hit ? "pointer" : "";
  showTip(event, hit && tellOf(hit));
});
laneCanvas.canvas.addEventListener("mouseleave", event => showTip(event, null));
laneCanvas.canvas.addEventListener("click", event => {
  const hit = at(...placeOf(event));
  if (hit) location.hash = link(hit.session);
});
document.getElementById("grouping").addEventListener("change", relayLanes);
changes.on("filter.lanes", relayLanes);
view.on("move.lanes", () => laneCanvas.redraw());

// Scrolls to the lane of a session.
function reveal(session) {
  const lane = session.lane;
  if (lane && lanes.includes(lane)) laneCanvas.holder.scrollTop = lane.y - 80;
  laneCanvas.redraw();
}
function showOnTimeline(values) {
  setFilter(values);
  const found = shown.filter(s => !Number.isNaN(s.from));
  if (found.length) see(d3.min(found, s => s.from), d3.max(found, s => s.to));
  document.getElementById("time").scrollIntoView();
}
function step(by) {
  const inTime = shown.filter(s => !Number.isNaN(s.from));
  if (inTime.length === 0) return;
  const place = chosen ? inTime.indexOf(chosen) + by : by > 0 ? 0 : inTime.length - 1;
  chosen = inTime[Math.min(Math.max(place, 0), inTime.length - 1)];
  const [from, to] = seen.domain();
  if (chosen.from < from || chosen.from > to) {
    const half = (to - from) / 2;
    zoomTo([chosen.from - half, chosen.from + half]);
  }
  reveal(chosen);
  document.getElementById("step").textContent = tellOf({session: chosen, failures: 0}).join(", ");
}
laneCanvas.holder.addEventListener("keydown", event => {
  const does = {ArrowLeft: () => moveBy(0.1), ArrowRight: () => moveBy(-0.1), "+": () => zoomBy(1.6), "=": () => zoomBy(1.6),
    "-": () => zoomBy(1 / 1.6), Home: seeAll, "0": seeAll, ".": () => step(1), ",": () => step(-1),
    Enter: () => { if (chosen) location.hash = link(chosen); }}[event.key];
  if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  does();
});
