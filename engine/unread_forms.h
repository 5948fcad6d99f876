// Forms in which event logs are kept or carried and which sojourn does not read, so that a folder
// with one of them is not taken for a folder without events.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "schema/result.h"

namespace sojourn {

// What a file that begins so is and what to do with it; nothing for a form that holds no events.
// Told by content: archives, disk images, logs of Windows XP, events as CSV or as JSON in a form
// that is not known.
std::optional<Issue> unread_form(std::string_view head);

// The same, and also for a file that ought to be a log, by its name or because the user named it,
// and does not begin like one. Nothing for a file that is rightly passed over.
std::optional<Issue> why_unread(const std::filesystem::path& path, std::string_view head,
                                bool must_be_log);

}  // namespace sojourn
