// What analysts note of the sessions of a case, kept in a file beside it, CASE.notes: the case
// itself stays what the evidence says.
//
// The file only grows: every note, tag and removal is a line of JSON that is appended in one write,
// under a lock of the file. So no writer can lose what another wrote, one that dies leaves all
// lines before its own, and who noted what when can be read with any tool, what was taken back,
// too. A file that is rewritten, or a database, would need more to be as safe. Like a case it may
// be anybody's: nothing but a file that begins as this one does is read or appended to, up to four
// megabytes, and each value of a line is checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/case/wait.h"

namespace sojourn {

struct NoteLine {
  enum class Act : std::uint8_t { note, tag, remove_note, remove_tag };

  Act act = Act::note;
  std::string uid;   // of the session
  std::string text;  // the note or the word; empty takes all notes of the session away
  std::string time;  // when it was written, as a case has times
};

inline constexpr std::size_t kLongestNote = 4'000;  // bytes
inline constexpr std::size_t kLongestTag = 40;
// Letters, digits and . _ - of ASCII: it stands in lists, behind commas and in file names.
bool is_tag(const std::string& word);

// Beside the file that the case's name leads to.
std::filesystem::path notes_path(const std::filesystem::path& case_file);

struct NotesRead {
  std::vector<NoteLine> lines;  // in the order in which they were written
  std::string trouble;          // why none or not all could be read, for a person; empty otherwise
};

// A file that is not there has no lines. A last line without its end is being written. Throws
// std::runtime_error where the system cannot read what is there.
NotesRead read_notes(const std::filesystem::path& path);

// Throws std::runtime_error, one line that says what to do, where something else stands at the
// path, where it is full, and where it cannot be written: then it is as before.
void append_note(const std::filesystem::path& path, const NoteLine& line, const Wait& wait);

}  // namespace sojourn
