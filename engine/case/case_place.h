// What stands where a case is named, looked at without SQLite, which acts on what it finds there:
// it deletes journals, and creates files for a database that says it wants them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace sojourn {

enum class Standing : std::uint8_t {
  nothing,
  empty,        // a file without a byte
  not_a_case,   // another database, another file
  write_ahead,  // a case, or was one, that another program keeps a write-ahead log of
  a_case,       // by its header, of any version
};

struct CasePlace {
  std::filesystem::path named;  // by the user, for messages
  std::filesystem::path path;   // the same without links: what is opened
  Standing standing = Standing::nothing;
  std::int64_t version = 0;  // of a case's schema
};

// Throws std::runtime_error, one line that says what to do, where nothing can be read or written:
// a folder, a pipe, a link to nothing, and a file beside which stands what SQLite must not touch.
CasePlace look_at(const std::filesystem::path& named);

// The same for a case that is only read. Throws for all that is no case of this version, too.
CasePlace look_at_case(const std::filesystem::path& named);

// Whether a program that changed the case has left a journal from which SQLite would restore it,
// or is at it now. Throws as look_at() does for a journal that names another one: SQLite would
// delete that, wherever it is.
bool has_journal(const CasePlace& place);

// Throws where another program keeps a write-ahead log, or the case is of another version.
void refuse_unless_current(const CasePlace& place);

// "<path> <why>", as an exception.
[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& why);

}  // namespace sojourn
