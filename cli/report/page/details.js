// One session with the records that prove it, as `sojourn show` explains it. #session-UID opens it.

const details = document.getElementById("details");
let cameFrom = null;

const line = (list, name, ...values) => {
  const said = values.filter(value => value !== null && value !== undefined && value !== "");
  if (said.length === 0) return;
  const parts = said.flatMap((value, i) => i ? [", ", value] : [value]);
  list.append(element("dt", {}, name), element("dd", {}, ...parts));
};

const shownValues = [["user_name", "user"], ["logon_type", "logon type"], ["logon_id", "LogonId"], ["address", "address"],
  ["src_port", "port"], ["client", "client"], ["terminal", "terminal"], ["session_number", "Windows session"],
  ["logon_process", "logon process"], ["auth_package", "package"], ["process", "process"], ["status", "status"],
  ["sub_status", "sub status"]];

function recordItem(record) {
  const said = shownValues.filter(([name]) => record[name] !== null && record[name] !== "").map(([name, title]) =>
    title + " " + (name === "user_name" && record.user_domain ? record.user_domain + "\\" : "") + record[name]);
  return element("li", {}, element("div", {class: "head"},
    element("span", {}, element("span", {class: "role"}, (record.role || "").replace("_", " ")), "  "
      + seconds(record.time) + record.time.slice(19, 27)),
    element("span", {}, shortChannel(record.channel) + " " + record.event_code + ", record " + record.record_id)),
    element("div", {class: "why"}, record.why || ""),
    element("div", {class: "values"}, said.join(" · ")),
    element("div", {class: "place"}, record.file || ""));
}

function gapsOf(s) {
  return lists.gaps.filter(g => g.host === s.host && g.cause !== "no_log" && !(g.after_time_ms > s.to) && !(g.before_time_ms < s.from));
}

function fillDetails(s) {
  document.getElementById("details-title").textContent = "Session " + s.session_id + ": " + s.account;
  const list = element("dl");
  line(list, "tags", s.tags);
  line(list, "note", s.notes);
  line(list, "who", s.who, s.user_sid === s.who ? "" : s.user_sid, s.account_class === "user" ? "" : s.account_class,
    s.elevated ? "with administrator rights" : "");
  line(list, "on", s.host);
  line(list, "from", s.src_ip, meaning("scope", s.src_scope), s.src_host ? "calls itself " + s.src_host : "",
    s.src_inferred ? "address taken from another record than the logon's own" : "");
  line(list, "came from", s.source_host ? "the host " + s.source_host : "");
  line(list, "how", meaning("kind", s.kind), meaning("outcome", s.outcome), s.failure_reason);
  line(list, "start", seconds(s.start_time), meaning("start", s.start_reason));
  line(list, "granted", seconds(s.granted_time));
  line(list, "end", s.failed ? "" : seconds(s.end_time), s.failed ? "" : meaning("end", s.end_reason),
    s.end_time && !s.end_exact && !s.failed ? "a bound, no record gives the exact time" : "");
  line(list, "lasted", s.failed ? "" : lasted(s.duration_s), s.active_s === null ? "" : lasted(s.active_s) + " of it unlocked");
  for (const gap of gapsOf(s).slice(0, 5))
    line(list, "gap", shortChannel(gap.channel) + " lacks " + (gap.missing === null ? "records" : plural(gap.missing, "record"))
      + " between " + seconds(gap.after_time) + " and " + (seconds(gap.before_time) || "its end"));
  line(list, "logon", s.logon_type === null ? "" : "type " + s.logon_type, s.auth_package, s.logon_id ? "LogonId " + s.logon_id : "");
  line(list, "failures", s.failures_before ? s.failures_before + " in the hour before" : "");
  line(list, "confidence", s.confidence === null ? "" : String(s.confidence));
  for (const flag of (s.flags || "").split(" ").filter(f => f !== "")) line(list, "flag", flag + ": " + meaning("flag", flag));
  const before = byId.get(s.previous_session_id);
  if (before) line(list, "before it", sessionLink(before), before.who, "from " + before.source, result(before));
  for (const next of sessions.filter(other => other.previous_session_id === s.session_id))
    line(list, "after it", sessionLink(next), next.who, "from " + next.source, result(next));
  for (const out of lists.outbound.filter(o => o.session_id === s.session_id))
    line(list, "went on", seconds(out.time), (out.kind || "").replace("_", " "), out.target_host || out.target_ip,
      byId.has(out.inbound_session_id) ? sessionLink(byId.get(out.inbound_session_id)) : "");
  line(list, "uid", element("code", {}, s.uid));
  const known = recordsOf(s);
  details.querySelector(".body").replaceChildren(list,
    element("button", {type: "button", class: "link", onclick: () => { closeDetails(); see(s.from, s.to); reveal(s);
      document.getElementById("time").scrollIntoView(); }}, "Show on the timeline"),
    element("h3", {}, "The records that prove it"),
    known ? element("ol", {class: "records"}, ...known.map(recordItem))
      : element("p", {}, "This page does not hold them: ", element("code", {}, `sojourn show ${data.case} ${s.session_id}`)));
}

function openDetails() {
  const session = sessions.find(s => link(s) === location.hash);
  if (!session) { if (!details.hidden) closeDetails(false); return; }
  if (details.hidden) cameFrom = document.activeElement;
  chosen = session;
  fillDetails(session);
  details.hidden = false;
  details.scrollTop = 0;
  details.focus();
  laneCanvas.redraw();
}
function closeDetails(forget = true) {
  details.hidden = true;
  if (forget) history.replaceState(null, "", location.pathname + location.search);
  if (cameFrom && cameFrom.isConnected) cameFrom.focus({preventScroll: true});
}
document.getElementById("close").addEventListener("click", () => closeDetails());
document.addEventListener("keydown", event => { if (event.key === "Escape" && !details.hidden) closeDetails(); });
addEventListener("hashchange", openDetails);
