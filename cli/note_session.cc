#include "cli/note_session.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "cli/session_id.h"
#include "cli/session_notes.h"
#include "engine/run_custody.h"

namespace sojourn {
namespace {

NoteLine::Act act_of(const NoteCommand& command) {
  if (command.is_tag) return command.remove ? NoteLine::Act::remove_tag : NoteLine::Act::tag;
  return command.remove ? NoteLine::Act::remove_note : NoteLine::Act::note;
}

void check_text(const NoteCommand& command) {
  if (command.is_tag && !is_tag(command.text)) {
    throw std::runtime_error("\"" + command.text + "\" is no tag: a word of up to " +
                             std::to_string(kLongestTag) + " letters, digits and . _ -");
  }
  if (command.text.size() > kLongestNote)
    throw std::runtime_error("a note has up to " + std::to_string(kLongestNote) + " bytes");
}

// Whether there is what is to be taken away.
bool is_there(const NoteCommand& command, const SessionMarks& marks) {
  if (command.is_tag) return std::ranges::find(marks.tags, command.text) != marks.tags.end();
  return std::ranges::any_of(marks.notes, [&](const SessionMarks::Note& note) {
    return command.text.empty() || note.text == command.text;
  });
}

// Also of a session that the case has no more: its notes can be taken away by its uid.
std::string uid_of(const NoteCommand& command, const std::filesystem::path& path,
                   const CaseReader& reader) {
  if (!command.remove) return uid_named(command.id, reader);
  const auto marks = marks_by_uid(read_notes(path).lines);
  std::string uid = marks.contains(command.id) ? command.id : uid_named(command.id, reader);
  const auto found = marks.find(uid);
  if (found == marks.end() || !is_there(command, found->second)) {
    throw std::runtime_error("session " + command.id + " has no such " +
                             (command.is_tag ? "tag" : "note"));
  }
  return uid;
}

}  // namespace

void note_session(const NoteCommand& command, const Streams& streams) {
  check_text(command);
  const CaseReader reader = open_case(command.case_file, command.reading, streams.err);
  const std::filesystem::path path = notes_path(command.case_file);
  append_note(path,
              {.act = act_of(command),
               .uid = uid_of(command, path, reader),
               .text = command.text,
               .time = time_of_run()},
              // A note is written in no time: whoever waits for another need not hear of it.
              {.most = std::chrono::seconds{command.reading.wait_seconds}, .tell = {}});
}

}  // namespace sojourn
