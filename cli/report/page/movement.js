// Who went from where to where: hosts of the case, and addresses outside from which somebody got in.

const mostWays = 60;
const movementTable = makeTable("#movement .table", {left: 0, empty: "No session came from another host of the case.",
  columns: [text("from", w => w.outside ? w.from : shortHost(w.from)), text("to", w => shortHost(w.to)), text("account", w => w.who),
    text("kind", w => w.kind), {...count("sessions", "sessions")}, {...count("failures", "failures")},
    {title: "first (UTC)", time: true, value: w => w.first.from, cell: w => seconds(w.first.start_time)},
    {title: "first session", number: true, value: w => w.first.session_id, cell: w => sessionLink(w.first)}]});

// Sessions by where they came from, where they went, as whom and how; the most telling first.
function waysOf(list) {
  const ways = new Map();
  for (const s of list) {
    const outside = !s.source_host && s.src_scope === "external" && !s.failed;
    if (!s.source_host && !outside) continue;
    const from = s.source_host || s.source.replace("~", "");
    const key = [from, s.host, s.account, s.kind].join("\n");
    if (!ways.has(key)) ways.set(key, {from, to: s.host, who: s.account, kind: s.kind, outside, sessions: 0, failures: 0, first: s, rank: s.rank});
    const way = ways.get(key);
    ++way[s.failed ? "failures" : "sessions"];
    way.rank = Math.min(way.rank, s.rank);
  }
  return [...ways.values()].sort((a, b) => a.rank - b.rank);
}

// Columns from left to right: what nobody came to, then where one goes from there.
function placesOf(links) {
  const places = new Map();
  const place = (name, outside) => places.get(name) || places.set(name, {name, outside, depth: Infinity}).get(name);
  for (const link of links) { link.source = place(link.from, link.outside); link.target = place(link.to, false); }
  const reached = new Set(links.map(l => l.target));
  let column = [...places.values()].filter(p => p.outside || !reached.has(p));
  if (column.length === 0 && links.length) column = [links[0].source];
  for (let depth = 0; column.length; ++depth) {
    for (const p of column) p.depth = depth;
    column = [...new Set(links.filter(l => column.includes(l.source)).map(l => l.target))].filter(p => p.depth === Infinity);
    if (column.length === 0) column = [...places.values()].filter(p => p.depth === Infinity).slice(0, 1);
  }
  return [...places.values()];
}

function drawMovement() {
  const ways = waysOf(shown);
  movementTable(ways);
  const svg = d3.select("#movement svg");
  svg.selectAll("*").remove();
  svg.style("display", ways.length ? null : "none");
  if (ways.length === 0) return;
  // One line between two places, whoever went.
  const links = d3.nest().key(w => w.from + "\n" + w.to).entries(ways.slice(0, mostWays)).map(({values}) => ({
    from: values[0].from, to: values[0].to, outside: values[0].outside, remote: values.some(w => w.kind === "remote"),
    sessions: d3.sum(values, w => w.sessions), failures: d3.sum(values, w => w.failures),
    who: [...new Set(values.map(w => w.who))], first: values[0].first}));
  const places = placesOf(links);
  const columns = d3.nest().key(p => p.depth).sortKeys((a, b) => a - b).entries(places);
  const width = isPrinting ? 690 : svg.node().clientWidth || 900;
  const high = Math.max(90, d3.max(columns, c => c.values.length) * 62);
  const height = high + (links.some(l => l.target.depth <= l.source.depth) ? 60 : 10);
  svg.style("height", height + "px").attr("viewBox", `0 0 ${width} ${height}`);
  const x = d3.scalePoint(columns.map(c => c.key), [130, Math.max(260, width - 130)]);
  const isRoomy = (width - 260) / Math.max(1, columns.length - 1) > 260;
  for (const {key, values} of columns) {
    const y = d3.scalePoint(values.map(p => p.name), [0, high]).padding(0.6);
    for (const p of values) { p.x = columns.length === 1 ? width / 2 : x(key); p.y = y(p.name) + 10; }
  }
  svg.append("defs").append("marker").attr("id", "head").attr("viewBox", "0 0 8 8").attr("refX", 7).attr("refY", 4)
    .attr("markerWidth", 9).attr("markerHeight", 9).attr("markerUnits", "userSpaceOnUse").attr("orient", "auto")
    .append("path").attr("class", "head").attr("d", "M0,0L8,4L0,8z");
  const forward = l => l.target.x > l.source.x;
  const fansOut = l => links.filter(o => o.source === l.source).length > links.filter(o => o.target === l.target).length;
  const path = l => forward(l)
    ? d3.linkHorizontal()({source: [l.source.x + 9, l.source.y], target: [l.target.x - 12, l.target.y]})
    : `M${l.source.x},${l.source.y + 9}C${l.source.x},${l.source.y + 60} ${l.target.x},${l.target.y + 60} ${l.target.x},${l.target.y + 12}`;
  const ways_ = svg.append("g").selectAll("g").data(links).join("g");
  ways_.append("path").attr("d", path).attr("marker-end", "url(#head)")
    .attr("class", l => "way" + (l.sessions === 0 ? " failed" : l.remote ? "" : " network"))
    .attr("stroke-width", l => 1.5 + Math.log2(Math.max(1, l.sessions)));
  ways_.append("title").text(l => [l.who.join(", "), plural(l.sessions, "session"), plural(l.failures, "failure")].join("; "));
  // It stands beside that end where fewer lines meet, on the side that the line does not come from.
  const placeOfLabel = l => {
    if (!forward(l)) return {x: (l.source.x + l.target.x) / 2, y: Math.max(l.source.y, l.target.y) + 66, anchor: "middle"};
    const [near, far] = fansOut(l) ? [l.target, l.source] : [l.source, l.target];
    return {x: near.x + (fansOut(l) ? -64 : 64), y: near.y + (far.y < near.y ? 16 : -8), anchor: fansOut(l) ? "end" : "start"};
  };
  ways_.append("text").attr("class", "count").attr("text-anchor", l => placeOfLabel(l).anchor)
    .attr("x", l => placeOfLabel(l).x).attr("y", l => placeOfLabel(l).y)
    .text(l => !isRoomy ? grouped(l.sessions || l.failures) : (l.who.length > 1 ? l.who.length + " accounts" : l.who[0].split("\\").pop()) + ", "
      + (l.sessions ? plural(l.sessions, "session") : plural(l.failures, "failure")));
  const dots = svg.append("g").selectAll("g").data(places).join("g").attr("transform", p => `translate(${p.x},${p.y})`);
  dots.append("circle").attr("r", 7).attr("class", p => "place" + (p.outside ? " outside" : ""));
  dots.append("text").attr("y", -14).attr("text-anchor", "middle").text(p => {
    const name = p.outside ? p.name : shortHost(p.name);
    return name.length > 30 ? name.slice(0, 29) + "…" : name;
  });
}
changes.on("filter.movement", drawMovement);
