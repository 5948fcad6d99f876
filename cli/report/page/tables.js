// Tables that are sorted by their titles and turned page by page.

// columns: {title, value: row => number or text, cell: row => text or element, number, time}.
function makeTable(place, options) {
  const {columns, caption, left, command} = options;
  const perPage = options.perPage || 20;
  let rows = [], page = 0, sorted = null, down = false;
  const holder = document.querySelector(place);
  const heads = columns.map((column, i) => element("th", {scope: "col", class: column.number ? "number" : ""},
    element("button", {type: "button", class: column.screen ? "screen" : "", onclick: () => {
      down = sorted === i ? !down : Boolean(column.number);
      sorted = i;
      page = 0;
      fill();
    }}, column.title)));
  const body = element("tbody");
  const turn = (text, step) => element("button", {type: "button", onclick: () => { page += step; fill(); }}, text);
  const back = turn("Previous", -1), on = turn("Next", 1), where = element("span", {role: "status"});
  const more = left > 0 ? element("span", {}, grouped(left) + " more: ", element("code", {}, command)) : null;
  const pages = element("div", {class: "pages"}, back, on, where, more);
  const table = element("table", {}, element("caption", {class: caption ? "" : "unseen"},
    caption || holder.parentElement.querySelector("h2").textContent),
    element("thead", {}, element("tr", {}, ...heads)), body);
  const empty = element("p", {class: "empty"}, options.empty || "None.");
  holder.append(empty, element("div", {class: "scroll"}, table), pages);

  function inOrder() {
    if (sorted === null) return rows;
    const value = columns[sorted].value, way = down ? -1 : 1;
    const missing = v => v === null || v === undefined || v === "" || Number.isNaN(v);
    return [...rows].sort((a, b) => {
      const x = value(a), y = value(b);
      if (missing(x) || missing(y)) return missing(x) - missing(y);
      return way * (x < y ? -1 : x > y ? 1 : 0);
    });
  }
  function fill() {
    const all = inOrder(), last = Math.max(0, Math.ceil(all.length / perPage) - 1);
    page = Math.min(Math.max(page, 0), last);
    body.replaceChildren(...all.slice(page * perPage, (page + 1) * perPage).map(row =>
      element("tr", {}, ...columns.map(column => {
        const shownAs = column.cell ? column.cell(row) : column.value(row);
        const kind = column.number ? "number" : column.time ? "time" : column.wide || "name";
        const full = kind === "name" && typeof shownAs === "string" && shownAs.length > 24 ? {title: shownAs} : {};
        return element("td", {class: kind, ...full}, ...(Array.isArray(shownAs) ? shownAs : [shownAs ?? ""]));
      }))));
    heads.forEach((head, i) => head.setAttribute("aria-sort",
      i !== sorted ? "none" : down ? "descending" : "ascending"));
    where.textContent = all.length <= perPage ? "" : `${grouped(page * perPage + 1)} to `
      + `${grouped(Math.min(all.length, (page + 1) * perPage))} of ${grouped(all.length)}`;
    back.disabled = page === 0;
    on.disabled = page === last;
    back.hidden = on.hidden = last === 0;
    pages.hidden = last === 0 && more === null;
    empty.hidden = all.length > 0;
    table.hidden = all.length === 0;
  }
  return newRows => { rows = newRows; page = 0; fill(); };
}

const count = (title, name) => ({title, value: row => row[name], cell: row => grouped(row[name] || 0), number: true});
const time = (title, name) => ({title, value: row => row[name + "_ms"], cell: row => seconds(row[name]), time: true});
const minute = (title, name) => ({...time(title, name), cell: row => seconds(row[name]).slice(0, 16)});
const text = (title, value) => ({title, value});
const linked = (title, name) => ({title, number: true, value: row => row[name], cell: row => {
  const session = byId.get(row[name]);
  return session ? sessionLink(session) : row[name] === null ? "" : String(row[name]);
}});
const tags = (title, name) => ({title, wide: "tags", value: row => row[name], cell: row => (row[name] || "").split(" ")
  .filter(word => word !== "").map(word => element("span", {title: meaning("why", word),
    class: "tag" + (word === "external" || word === "overlap" ? " strong" : "")}, word.replace("_", " ")))});
const listOptions = (name, command) => ({left: data[name].left, command});

const showSessions = makeTable("#sessions .table", {...listOptions("sessions", "sojourn sessions " + data.case),
  perPage: 25, empty: "No session fits the filters.",
  columns: [{title: "id", number: true, value: s => s.session_id, cell: sessionLink},
    text("host", s => shortHost(s.host)), text("account", s => s.account),
    {title: "kind", value: s => s.kind, cell: s => [element("span", {class: "swatch " + s.kind}), " " + s.kind]},
    text("source", s => s.source), time("start (UTC)", "start_time"), time("end", "end_time"),
    {title: "lasted", number: true, value: s => s.duration_s, cell: s => s.failed ? "" : lasted(s.duration_s)},
    {...text("result", result), wide: "words"}]});
changes.on("filter.table", () => showSessions(shown));

makeTable("#bursts .table", {...listOptions("bursts", "sojourn failures " + data.case), columns: [
  text("host", b => shortHost(b.host)), text("of", b => b.of),
  text("source", b => sourceName(b) + (b.src_ip && b.src_host ? " (" + b.src_host + ")" : "")),
  count("attempts", "attempts"), count("accounts", "accounts"), text("method", b => b.method),
  time("first (UTC)", "first_time"), time("last", "last_time"), text("who got in", b => b.followed_by_user),
  linked("session", "followed_by_session_id")]})(lists.bursts);

makeTable("#sources .table", {...listOptions("sources", "sojourn sources " + data.case),
  caption: "The oddest first: what is unusual for an account stands under why.", columns: [
  text("account", accountName), text("source", r => sourceName(r) + (r.src_ip && r.src_host ? " (" + r.src_host + ")" : "")),
  text("scope", r => r.src_scope), tags("why", "why"), count("sessions", "sessions"), count("failures", "failures"),
  count("hosts", "hosts"), minute("first (UTC)", "first"), minute("last", "last"),
  {title: "show", screen: true, value: () => "", cell: r => element("button", {type: "button", class: "link", onclick: () =>
    showOnTimeline({who: accountName(r), source: r.src_ip || r.src_host || ""})}, "on timeline")}]})(lists.sources);

makeTable("#users .table", {...listOptions("users", "sojourn users " + data.case), columns: [
  text("account", accountName), count("hosts", "hosts"), count("sessions", "sessions"), count("failures", "failures"),
  count("sources", "sources"), count("external", "external_sources"), minute("first (UTC)", "first"),
  minute("last", "last")]})(lists.users);

makeTable("#outbound .table", {...listOptions("outbound", "sojourn outbound " + data.case), columns: [
  time("time (UTC)", "time"), text("host", r => shortHost(r.host)), linked("session", "session_id"),
  text("account", accountName), text("by", r => (r.kind || "").replace("_", " ")),
  text("as", r => (r.target_domain && r.target_user ? r.target_domain + "\\" : "") + (r.target_user || "")),
  text("to", r => r.target_host && r.target_ip && r.target_host !== r.target_ip
    ? r.target_host + " (" + r.target_ip + ")" : r.target_host || r.target_ip || ""),
  linked("session there", "inbound_session_id")]})(lists.outbound);

makeTable("#hosts .table", {...listOptions("hosts", "sojourn hosts " + data.case), columns: [
  text("host", h => h.host), {...text("remark", h => h.remark), wide: "words"}, count("logs", "logs"), count("gaps", "gaps"),
  count("accounts", "accounts"), count("sessions", "sessions"), count("failures", "failures"),
  count("external sources", "external_sources"), minute("first (UTC)", "first"), minute("last", "last")]
  .filter(c => c.title !== "remark" || lists.hosts.some(h => h.remark))})(lists.hosts);

makeTable("#gaps .table", {...listOptions("gaps", "sojourn gaps " + data.case), empty: "The logs lack nothing that their record ids tell of.",
  columns: [text("host", g => shortHost(g.host)), text("log", g => shortChannel(g.channel)),
    text("why", g => (g.cause || "").replace("_", " ")), time("after (UTC)", "after_time"), time("before", "before_time"),
    {title: "missing records", number: true, value: g => g.missing, cell: g => g.missing === null ? "" : grouped(g.missing)}]})(lists.gaps);
