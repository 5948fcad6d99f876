// Which sessions are shown. Whoever draws them asks `shown` and listens to `changes`.

const changes = d3.dispatch("filter");
let shown = sessions;

const kinds = ["local", "remote", "network", "secondary", "batch", "service"]
  .filter(kind => sessions.some(s => s.kind === kind));
const outcomes = ["success", "failure", "no_desktop", "unknown"].filter(o => sessions.some(s => s.outcome === o));
const box = id => document.getElementById("filter-" + id);

function addChoices(id, name, values) {
  for (const value of values) {
    const swatch = name === "kind" || value === "failure" ? element("span", {class: "swatch " + value}) : null;
    box(id).append(element("label", {}, element("input", {type: "checkbox", name, value, checked: ""}), swatch,
      value.replace("_", " ")));
  }
}

// The names that come most often, as proposals.
function addProposals(id, value) {
  const counts = new Map();
  for (const s of sessions) counts.set(value(s), (counts.get(value(s)) || 0) + 1);
  const names = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 500);
  for (const [name] of names) document.getElementById(id).append(element("option", {value: name || ""}));
}

function searchText(session) {
  session.words ??= [session.session_id, session.uid, session.who, session.account, session.user_sid, session.host, session.source,
    session.src_host, session.kind, session.outcome, session.failure_reason, session.end_reason, session.flags,
    session.logon_id].join(" ").toLowerCase();
  return session.words;
}

// What is chosen and typed, read once for all sessions.
function conditions() {
  const ticked = name => new Set([...document.querySelectorAll(`#filters input[name=${name}]:checked`)]
    .map(input => input.value));
  const typed = id => box(id).value.trim().toLowerCase();
  // "2026-03-04", which is all of the day, or "2026-03-04 23:05"; what is neither is marked and does not count.
  const time = (id, isLast) => {
    const value = box(id).value.trim().replace(" ", "T"), isDay = /^\d{4}-\d\d-\d\d$/.test(value);
    const found = value === "" ? NaN : Date.parse(value.replace(/Z$/i, "") + (isDay ? "" : "Z"));
    box(id).setAttribute("aria-invalid", value !== "" && Number.isNaN(found));
    return isDay && isLast ? found + 86399999 : found;
  };
  const kind = ticked("kind"), outcome = ticked("outcome");
  const text = typed("text").split(/\s+/).filter(word => word !== "");
  const who = typed("who"), host = typed("host"), source = typed("source");
  const from = time("from", false), to = time("to", true);
  return session => kind.has(session.kind) && outcome.has(session.outcome)
    && (who === "" || (session.who || "").toLowerCase().includes(who) || session.account.toLowerCase().includes(who))
    && (host === "" || (session.host || "").toLowerCase().includes(host))
    && (source === "" || (session.source || "").toLowerCase().includes(source)
        || (session.src_host || "").toLowerCase().includes(source))
    && !(session.to < from) && !(session.from > to)
    && text.every(word => searchText(session).includes(word));
}

function applyFilters() {
  shown = sessions.filter(conditions());
  const all = sessions.length + data.sessions.left;
  const failures = d3.sum(shown, s => s.failed);
  document.getElementById("count").textContent = plural(shown.length - failures, "session") + " and "
    + plural(failures, "failure") + " shown" + (shown.length === all ? "" : ", of " + grouped(all) + " in all");
  changes.call("filter");
}

function setFilter(values) {
  document.getElementById("filters").reset();
  for (const [id, value] of Object.entries(values)) box(id).value = value;
  applyFilters();
}

addChoices("kinds", "kind", kinds);
addChoices("outcomes", "outcome", outcomes);
addProposals("all-who", s => s.account);
addProposals("all-hosts", s => s.host);
addProposals("all-sources", s => s.source);
let typing = 0;
document.getElementById("filters").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(applyFilters, 120);
});
document.getElementById("filters").addEventListener("submit", event => event.preventDefault());
document.getElementById("filters").addEventListener("reset", () => setTimeout(applyFilters));
