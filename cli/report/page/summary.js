// What the case holds, and what of it tells most.

const named = {note: ["Noted", "medium"], got_in: ["Got in", "strong"], external: ["From outside", "strong"],
  outlier: ["Unusual source", "medium"],
  guessing: ["Guessing", "medium"], movement: ["Movement", "medium"], cleared: ["Log cleared", "strong"], gap: ["Missing logs", ""],
  clock: ["Clock set", ""]};

function describeCase() {
  const failures = d3.sum(sessions, s => s.failed);
  const times = d3.extent(lists.coverage.flatMap(c => [c.first_time, c.last_time]));
  document.getElementById("about").textContent = [data.case, plural(lists.hosts.length + data.hosts.left, "host"),
    plural(sessions.length - failures, "session"), plural(failures, "failed attempt"),
    times[0] ? "logs from " + seconds(times[0]) + " to " + seconds(times[1]) + " UTC" : "no logs"].join("  ·  ");
}

function findingItem(finding) {
  const [title, weight] = named[finding.what] || [finding.what, ""];
  const links = element("span", {class: "links"});
  for (const id of finding.sessions)
    if (byId.has(id)) links.append(element("a", {href: link(byId.get(id))}, "session " + id));
  if (finding.source || finding.host || finding.who)
    links.append(element("button", {type: "button", class: "link", onclick: () => showOnTimeline(
      {who: finding.who, source: finding.source, host: finding.host})}, "on timeline"));
  return element("li", {class: weight}, element("span", {class: "what"}, title),
    element("span", {class: "text"}, finding.text), links);
}

describeCase();
document.getElementById("findings").append(...data.findings.map(findingItem));
if (data.findings.length === 0)
  document.getElementById("findings").append(element("li", {}, "Nothing stands out."));
