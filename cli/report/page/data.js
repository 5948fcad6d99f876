"use strict";
// What the page shows: the JSON that stands in it. Text of it comes from evidence: it is only ever set as text.

const data = JSON.parse(document.getElementById("data").textContent);

// The rows of a table, or some of them, as objects. Times become `TIME_ms` beside the text.
function rowsOf(table, chosen = table.rows) {
  const columns = table.columns, coded = new Array(columns.length).fill(false);
  for (const i of table.coded) coded[i] = true;
  const times = columns.map(name => /(^|_)(time|first|last)(_before)?$/.test(name) ? name + "_ms" : null);
  return chosen.map(cells => {
    const row = {};
    for (let i = 0; i < columns.length; ++i) {
      let value = cells[i];
      if (coded[i] && value !== null) value = table.texts[value];
      row[columns[i]] = value;
      if (times[i] !== null) row[times[i]] = value === null ? NaN : Date.parse(value);
    }
    return row;
  });
}

const lists = {};
for (const name of ["hosts", "users", "sources", "bursts", "gaps", "outbound", "coverage", "clock_steps"])
  lists[name] = rowsOf(data[name]);

const words = new Map(data.words.map(([group, word, meaning]) => [group + " " + word, meaning]));
const meaning = (group, word) => words.get(group + " " + word) || word || "";

const accountName = row => row.user_name ? (row.user_domain ? row.user_domain + "\\" : "") + row.user_name
  : row.user_sid || "";
const sourceName = row => row.src_ip || row.src_host || row.src_scope || "";
// However a record spells an account: what its SID is mostly called.
const accountOf = new Map(lists.users.filter(u => u.user_sid).map(u => [u.user_sid, accountName(u)]));

const sessions = rowsOf(data.sessions);
const byId = new Map();
sessions.forEach((session, place) => {
  session.place = place;
  session.account = accountOf.get(session.user_sid) || session.who || "nobody is named";
  session.failed = session.outcome === "failure";
  // What no record gives is drawn as far as the session was surely on, and cut there.
  const first = (...times) => times.find(time => !Number.isNaN(time)) ?? NaN;
  session.from = first(session.start_time_ms, session.seen_first_ms, session.granted_time_ms, session.end_time_ms);
  session.to = Math.max(session.from, first(session.end_time_ms, session.seen_last_ms, session.from));
  session.isCutAtStart = Number.isNaN(session.start_time_ms);
  session.isCutAtEnd = session.end_reason === "open" || session.end_reason === "unknown";
  session.marked = !session.failed && (session.src_scope === "external" || session.failures_before >= 5);
  byId.set(session.session_id, session);
});

// The records of a session, or nothing where the page does not hold them. They stand behind the scripts and are read when
// they are first asked for: most of the page is records.
let recordTable = null;
const recordRows = new Map();
function recordsOf(session) {
  if (document.readyState === "loading") return undefined;
  if (recordTable === null) {
    recordTable = JSON.parse(document.getElementById("records").textContent);
    const column = recordTable.columns.indexOf("session_id");
    for (const row of recordTable.rows) {
      if (!recordRows.has(row[column])) recordRows.set(row[column], []);
      recordRows.get(row[column]).push(row);
    }
  }
  const rows = recordRows.get(session.session_id);
  return rows && rowsOf(recordTable, rows);
}

// The span of all that has a time.
const span = (() => {
  let first = Infinity, last = -Infinity;
  const take = time => { if (time < first) first = time; if (time > last) last = time; };
  for (const s of sessions) { take(s.from); take(s.to); }
  for (const c of lists.coverage) { take(c.first_time_ms); take(c.last_time_ms); }
  if (first > last) return [0, 86400000];
  const margin = Math.max((last - first) * 0.01, 60000);
  return [first - margin, last + margin];
})();

const shortHost = name => {
  if (!name || /^[0-9.]+$|:/.test(name)) return name || "";
  const number = / \(\d+\)$/.exec(name);
  return name.split(".")[0] + (number && name.includes(".") ? number[0] : "");
};
const shortChannel = name => (name || "").replace(/\/Operational$/, "").replace(/^Microsoft-Windows-/, "")
  .replace(/^(TerminalServices|RemoteDesktopServices)-/, "");
const seconds = text => text ? text.slice(0, 10) + " " + text.slice(11, 19) : "";
const grouped = d3.format(",");
const plural = (count, one) => grouped(count) + " " + one + (count === 1 ? "" : "s");
function lasted(s) {
  if (s === null || s === undefined) return "";
  const day = Math.floor(s / 86400), hour = Math.floor(s % 86400 / 3600), minute = Math.floor(s % 3600 / 60);
  if (day) return day + "d " + hour + "h";
  if (hour) return hour + "h " + minute + "m";
  if (minute) return minute + "m " + Math.floor(s % 60) + "s";
  return (s < 10 ? Math.round(s * 10) / 10 : Math.floor(s)) + "s";
}
// What ended it, or why it failed.
const result = s => s.failed ? "failure" + (s.failure_reason ? ": " + s.failure_reason : "")
  : (s.outcome === "success" ? "" : s.outcome.replace("_", " ") + ", ") + s.end_reason.replace("_", " ");

// An element with text or children; attributes are set, never parsed.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "onclick") made.addEventListener("click", value);
    else made.setAttribute(key, value);
  }
  for (const child of children) if (child !== null && child !== undefined) made.append(child);
  return made;
}
const link = session => "#session-" + encodeURIComponent(session.uid);
const sessionLink = session => element("a", {href: link(session)}, String(session.session_id));
