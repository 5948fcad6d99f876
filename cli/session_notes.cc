#include "cli/session_notes.h"

#include <algorithm>

#include "cli/escape.h"
#include "cli/named_row.h"
#include "cli/wording.h"
#include "schema/json.h"

namespace sojourn {
namespace {

void apply(const NoteLine& line, SessionMarks& marks) {
  const auto has_text = [&](const SessionMarks::Note& note) { return note.text == line.text; };
  switch (line.act) {
    case NoteLine::Act::note:
      if (std::ranges::none_of(marks.notes, has_text))
        marks.notes.push_back({line.time, line.text});
      return;
    case NoteLine::Act::tag:
      if (std::ranges::find(marks.tags, line.text) == marks.tags.end())
        marks.tags.push_back(line.text);
      return;
    case NoteLine::Act::remove_note:
      std::erase_if(marks.notes,
                    [&](const auto& note) { return line.text.empty() || has_text(note); });
      return;
    case NoteLine::Act::remove_tag:
      std::erase(marks.tags, line.text);
      return;
  }
}

}  // namespace

std::string SessionMarks::tag_words() const {
  std::string words;
  for (const std::string& tag : tags) words += (words.empty() ? "" : " ") + tag;
  return words;
}

std::string SessionMarks::note_words() const {
  std::string words;
  for (const Note& note : notes) words += (words.empty() ? "" : "; ") + note.text;
  return words;
}

Cell marks_cell(const SessionMarks& marks, bool narrow) {
  if (narrow) return text_cell(marks.empty() ? "" : "*");
  const std::string tags = marks.tag_words(), notes = marks.note_words();
  return text_cell(tags + (tags.empty() || notes.empty() ? "" : ": ") + notes);
}

std::unordered_map<std::string, SessionMarks> marks_by_uid(const std::vector<NoteLine>& lines) {
  std::unordered_map<std::string, SessionMarks> marks;
  for (const NoteLine& line : lines) apply(line, marks[line.uid]);
  std::erase_if(marks, [](const auto& entry) { return entry.second.empty(); });
  return marks;
}

SessionNotes::SessionNotes(const std::filesystem::path& case_file, const CaseReader& reader,
                           std::ostream& err) {
  const std::filesystem::path path = notes_path(case_file);
  const NotesRead read = read_notes(path);
  if (!read.trouble.empty())
    err << escape(path.filename().string()) << ": " << escape(read.trouble) << '\n';
  auto by_uid = marks_by_uid(read.lines);
  if (by_uid.empty()) return;
  std::string uids;
  for (const auto& [uid, marks] : by_uid) uids += (uids.empty() ? "[" : ",") + json_string(uid);
  Query query = reader.query(
      "SELECT s.session_id, s.uid FROM json_each(?) j JOIN session s ON s.uid = j.value",
      {uids + ']'});
  while (const auto cells = query.next()) {
    const NamedRow row(query.columns(), *cells);
    const auto found = by_uid.find(row.text("uid"));
    if (found != by_uid.end()) marks_[row.whole("session_id").value_or(0)] = found->second;
  }
  const std::size_t others = by_uid.size() - std::min(by_uid.size(), marks_.size());
  if (others > 0) {
    err << escape(path.filename().string()) << ": notes of " << grouped(others)
        << (others == 1 ? " session" : " sessions") << " that the case does not have\n";
  }
}

const SessionMarks& SessionNotes::of(std::int64_t session_id) const {
  static const SessionMarks kNone;
  const auto found = marks_.find(session_id);
  return found == marks_.end() ? kNone : found->second;
}

std::vector<std::int64_t> SessionNotes::sessions() const {
  std::vector<std::int64_t> ids;
  ids.reserve(marks_.size());
  for (const auto& [id, marks] : marks_) ids.push_back(id);
  std::ranges::sort(ids);
  return ids;
}

}  // namespace sojourn
