// Written in the macros of man(7), which every man(1) reads.
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

#include "cli/usage/usage.h"

namespace sojourn {
namespace {

// Text that troff shows as it is: a minus that can be copied, no macro at the start of a line.
std::string shown(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    const bool begins_line = safe.empty() || safe.back() == '\n';
    if (begins_line && (c == '.' || c == '\'')) safe += "\\&";
    switch (c) {
      case '\\':
        safe += "\\(rs";
        break;
      case '-':
        safe += "\\-";
        break;
      case '\'':
        safe += "\\(aq";
        break;
      case '"':
        safe += "\\(dq";
        break;
      case '`':
        safe += "\\(ga";
        break;
      case '^':
        safe += "\\(ha";
        break;
      case '~':
        safe += "\\(ti";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string bold(std::string_view text) { return "\\fB" + shown(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + shown(text) + "\\fR"; }

// "-o, --output FILE", as it is typed.
std::string typed(const UsageOption& option) {
  std::string text;
  for (const std::string& name : option.names) text += (text.empty() ? "" : ", ") + bold(name);
  if (option.value.empty()) return text;
  if (!text.empty()) text += ' ';
  text += italic(option.value);
  return option.repeated && option.is_positional() ? text + "..." : text;
}

std::string entry(const UsageOption& option) {
  std::string text = ".TP\n" + typed(option) + '\n' + shown(option.meaning);
  if (!option.choices.empty()) text += ":\n" + shown(joined(option.choices, ", "));
  text += ".\n";
  if (option.repeated && !option.is_positional()) {
    text +=
        option.listed ? "Several with commas between them, or repeated.\n" : "May be repeated.\n";
  }
  if (!option.range.empty()) text += "In the range " + shown(option.range) + ".\n";
  if (!option.fallback.empty()) text += "Without it, " + shown(option.fallback) + ".\n";
  return text;
}

std::string synopsis(const std::string& program, const UsageCommand& command) {
  std::string text = bold(program + " " + command.name);
  for (const UsageOption& option : command.options) {
    if (!option.is_positional()) continue;
    text += option.required ? " " + typed(option) : " [" + typed(option) + "]";
  }
  return text + " [options]\n";
}

std::string section_of(const Usage& usage, const UsageCommand& command) {
  std::string text = ".SS " + command.name + "\n" + synopsis(usage.program, command) + ".PP\n" +
                     shown(command.meaning) + ".\n";
  for (const bool positional : {true, false}) {
    for (const UsageOption& option : command.options) {
      if (option.is_positional() == positional) text += entry(option);
    }
  }
  return text;
}

// Under its own title: "Examples:" is the first line of what the program's help ends with.
std::string examples_of(const Usage& usage) {
  std::string_view text = usage.examples;
  text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  return ".SH EXAMPLES\n.nf\n" + shown(text) + "\n.fi\n";
}

constexpr const char* kBehaviour = R"(.SH EXIT STATUS
.TP
0
Done.
.TP
1
Could not run: there is no such case, the disk is full.
.TP
2
Wrong usage.
.TP
3
Done, but some evidence could not be read, or, of \fBverify\-case\fR, is not as it was. The table
\fIissue\fR of the case has each piece with the reason.
.PP
Data goes to standard output, messages go to standard error.
.SH ENVIRONMENT
.TP
COLUMNS
How wide tables are, instead of as wide as the terminal.
.TP
TMPDIR
Where what is in archives lies while they are read, if it is too large for memory.
.TP
SOURCE_DATE_EPOCH
Stands for the clock: the same run on the same evidence makes the same bytes.
.SH SEE ALSO
.BR sqlite3 (1)
.PP
The manual with questions and answers, what each table and column holds, and how a session is known are in
\fI/usr/share/doc/sojourn\fR.
)";

}  // namespace

std::string man_page(const Usage& usage) {
  std::string title = usage.program;
  for (char& c : title) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string text = ".\\\" Made from the definitions of the options: " + usage.program +
                     " help --as man\n.TH " + title + " 1 \"\" \"" + usage.program + ' ' +
                     usage.version + "\" \"User Commands\"\n.SH NAME\n" + usage.program + " \\- " +
                     shown(usage.meaning) + "\n.SH SYNOPSIS\n.nf\n";
  for (const UsageCommand& command : usage.commands) text += synopsis(usage.program, command);
  text += ".fi\n.SH OPTIONS\n";
  for (const UsageOption& option : usage.options) text += entry(option);
  text += ".SH COMMANDS\n";
  for (const UsageCommand& command : usage.commands) text += section_of(usage, command);
  return text + examples_of(usage) + kBehaviour;
}

}  // namespace sojourn
