// The notes and tags of a case's sessions, as its file of notes has them after all its lines.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ostream>
#include <string>
#include <unordered_map>
#include <vector>

#include "cli/rows.h"
#include "engine/case/case_reader.h"
#include "engine/case/notes_file.h"

namespace sojourn {

struct SessionMarks {
  struct Note {
    std::string time, text;
  };
  std::vector<Note> notes;  // the oldest first
  std::vector<std::string> tags;

  bool empty() const { return notes.empty() && tags.empty(); }
  std::string tag_words() const;   // "intruder vpn"
  std::string note_words() const;  // "asked her: not she; see ticket 7"
};

// What each line does to the marks of its session, one line after another.
std::unordered_map<std::string, SessionMarks> marks_by_uid(const std::vector<NoteLine>& lines);

class SessionNotes {
 public:
  SessionNotes() = default;
  // Says on `err` what of the file could not be read, and how much of it is of sessions that the
  // case does not have.
  SessionNotes(const std::filesystem::path& case_file, const CaseReader& reader, std::ostream& err);

  bool empty() const { return marks_.empty(); }
  // Of sessions that have none, empty ones.
  const SessionMarks& of(std::int64_t session_id) const;
  // All sessions that have some, in order.
  std::vector<std::int64_t> sessions() const;

 private:
  std::unordered_map<std::int64_t, SessionMarks> marks_;  // by session_id
};

// For the one column that a table has of both: "intruder vpn: asked her: not she"; in a narrow one
// "*", and `show` tells the rest.
Cell marks_cell(const SessionMarks& marks, bool narrow = false);

}  // namespace sojourn
