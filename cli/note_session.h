// `sojourn note` and `sojourn tag`: what an analyst knows of a session, kept beside the case.
#pragma once

#include <filesystem>
#include <string>

#include "cli/open_case.h"
#include "cli/streams.h"

namespace sojourn {

struct NoteCommand {
  bool is_tag = false;
  bool remove = false;
  std::filesystem::path case_file;
  ReadingOptions reading;
  std::string id;    // session_id or uid
  std::string text;  // a note, or a word; empty with `remove` is all notes of the session
};

// Throws std::runtime_error for a session that the case does not have, a text that is no note or
// tag, and a file of notes that cannot be written.
void note_session(const NoteCommand& command, const Streams& streams);

}  // namespace sojourn
