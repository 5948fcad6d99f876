// Text that whoever wrote a log chose, from the log to each form in which it leaves the program:
// escape sequences, marks that turn text round, formulas, markup, line ends, half characters of
// UTF-16, and names of 64 kB.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/escape.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

// As it stands in an export: &#27; is the character that begins a terminal's commands. Each name is
// of an account of its own.
const std::vector<std::string> kNames = {"&#27;[31mred&#27;]0;title&#7;",
                                         "turned&#x202e;round&#x2066;",
                                         "=cmd()|' /C calc'!A0",
                                         "a;=1+1,+2;@SUM(A1)",
                                         "&lt;script&gt;alert(1)&lt;/script&gt;",
                                         "two&#10;lines&#13;&#10;and|cells`*_[x](http://e.vil)",
                                         "half{surrogate}pair",
                                         "long{long}"};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t place = text.find(what);
  return place == std::string::npos ? text : text.replace(place, what.size(), by);
}

std::string logon_event(const std::string& name, std::size_t record, bool failed) {
  const std::string id = std::to_string(record);
  return "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider "
         "Name='Microsoft-Windows-Security-Auditing'/><EventID>" +
         std::string(failed ? "4625" : "4624") +
         "</EventID><Version>0</Version><TimeCreated SystemTime='2026-03-04T23:05:" +
         (record < 10 ? "0" : "") + id + ".0000000Z'/><EventRecordID>" + id +
         "</EventRecordID><Channel>Security</Channel><Computer>PC01</Computer></System><EventData>"
         "<Data Name='TargetUserSid'>S-1-5-21-1-2-3-" +
         std::to_string(1000 + record) + "</Data><Data Name='TargetUserName'>" + name +
         "</Data><Data Name='TargetDomainName'>" + name + "</Data><Data Name='TargetLogonId'>0x" +
         id + "00</Data><Data Name='LogonType'>3</Data><Data Name='WorkstationName'>" + name +
         "</Data><Data Name='IpAddress'>10.0.0." + (failed ? "9" : id) +
         "</Data></EventData></Event>\n";
}

// In UTF-16, which alone can hold the half of a pair.
std::string in_utf16(const std::string& ascii) {
  std::string wide = "\xff\xfe";
  for (const char c : ascii) {
    // A mark of ours that no name has.
    if (c == '\x01') {
      wide += std::string("\x00\xd8", 2);
    } else {
      wide += c;
      wide += '\0';
    }
  }
  return wide;
}

class HostileText : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<Scratch>();
    std::string log;
    std::size_t record = 0;
    for (std::string name : kNames) {
      name = replaced(name, "{surrogate}", "\x01");
      name = replaced(name, "{long}", std::string(65'536, 'n'));
      log += logon_event(name, ++record, false);
      log += logon_event(name, ++record, true);
    }
    testing::write_file(*made_ / "log.xml", in_utf16(log));
    const Outcome outcome = run_in(*made_, "sojourn analyze log.xml -o case.db --quiet");
    EXPECT_EQ(outcome.status, 3) << outcome.err;  // the halves of pairs are issues
    EXPECT_EQ(run_in(*made_, "sqlite3 case.db 'SELECT count(*) FROM session'").out,
              std::to_string(record) + '\n');
  }
  static void TearDownTestSuite() { made_.reset(); }

  // What these commands print, messages too; nothing of it may command a terminal or hide.
  static std::string shown(const std::string& command) {
    const Outcome outcome = run_in(*made_, command);
    EXPECT_EQ(outcome.status, 0) << command << '\n' << outcome.err;
    std::string all = outcome.out + outcome.err;
    for (const char* bad : {"\x1b", "\x07", "\u202e", "\u2066", "\u009b", "\xff", "\xed\xa0"})
      EXPECT_EQ(all.find(bad), std::string::npos) << command;
    return all;
  }
  static std::vector<std::string> lists() {
    return {"sojourn sessions case.db --all",
            "sojourn users case.db --all",
            "sojourn sources case.db --all",
            "sojourn failures case.db --all",
            "sojourn timeline case.db --all",
            "sojourn at case.db 2026-03-01 2026-03-31 --all",
            "sojourn hosts case.db --all",
            "sojourn sql case.db 'SELECT * FROM v_session'",
            "sojourn sql case.db 'SELECT * FROM v_event'"};
  }
  // Each list in that form as out.N.FORM.
  static void write_lists(const std::string& form) {
    const std::vector<std::string> all = lists();
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::string line = all[i];
      line.append(" --format ").append(form).append(" 2>/dev/null | tee out.");
      shown(line.append(std::to_string(i)).append(".").append(form));
    }
  }
  static std::string repeated(const std::string& line, std::size_t times) {
    std::string all;
    for (; times > 0; --times) all += line;
    return all;
  }
  // What Python prints, which reads the forms as the world does.
  static std::string python(const std::string& program) {
    const Outcome outcome = run_in(*made_, "python3 - <<'END'\n" + program + "\nEND");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
  }

  static inline std::unique_ptr<Scratch> made_;
};

TEST_F(HostileText, IsShownToATerminalOnOneLine) {
  std::vector<std::string> commands = lists();
  for (std::size_t i = 0; i < 3; ++i) commands.push_back("COLUMNS=80 " + commands[i]);
  for (int id = 1; id <= 16; id += 3)
    commands.push_back("sojourn show case.db " + std::to_string(id));
  for (const std::string& command : commands) {
    const std::string all = shown(command);
    EXPECT_EQ(all.find("\nlines"), std::string::npos) << command;
    EXPECT_EQ(all.find('\r'), std::string::npos) << command;
  }
  const std::string sessions = shown("sojourn sessions case.db");
  EXPECT_THAT(sessions, HasSubstr("\\u{1b}[31mred\\u{1b}]0;title\\u{7}"));
  EXPECT_THAT(sessions, HasSubstr("turned\\u{202e}round\\u{2066}"));
  EXPECT_THAT(sessions, HasSubstr("two\\u{a}lines"));
  EXPECT_THAT(sessions, HasSubstr("half\uFFFDpair"));
  EXPECT_THAT(sessions, HasSubstr("nnn\u2026"));  // not all of it
}

TEST_F(HostileText, IsNoFormulaAndNoCellOfItsOwnInCsv) {
  write_lists("csv");
  EXPECT_EQ(python(R"(
import csv, glob, re
csv.field_size_limit(10**7)
number = re.compile(r'-?[0-9.]+(e[-+]?[0-9]+)?$')
for name in sorted(glob.glob('out.*.csv')):
    rows = list(csv.reader(open(name, newline='', encoding='utf-8')))
    cells = [c for r in rows for c in r]
    formulas = [c[:9] for c in cells for part in c.split(';')
                if part.lstrip(' ')[:1] in tuple('=+-@') and not number.match(c)]
    parted = [c[:9] for c in cells if re.search('[\n\r\t]', c)]
    print(len({len(r) for r in rows}), 1 < len(rows) < 60, formulas, parted)
)"),
            repeated("1 True [] []\n", lists().size()));
}

TEST_F(HostileText, IsATextOfOneLineInJson) {
  write_lists("jsonl");
  EXPECT_EQ(python(R"(
import glob, json
for name in sorted(glob.glob('out.*.jsonl')):
    rows = [json.loads(l) for l in open(name, encoding='utf-8')]
    print(len({tuple(r) for r in rows}), len(rows) < 60)
names = {json.loads(l)['user_name'] for l in open('out.0.jsonl', encoding='utf-8')}
print([name in names for name in ('\x1b[31mred\x1b]0;title\x07', 'turned\u202eround\u2066',
       'long' + 'n' * 65536, '=cmd()|\' /C calc\'!A0', 'half\ufffdpair')])
)"),
            repeated("1 True\n", lists().size()) + "[True, True, True, True, True]\n");
}

TEST_F(HostileText, IsAPlainCellInMarkdown) {
  write_lists("markdown");
  EXPECT_EQ(python(R"(
import glob, re
for name in sorted(glob.glob('out.*.markdown')):
    rows = open(name, encoding='utf-8').read().splitlines()
    text = ''.join(rows[2:])
    print(len({len(re.findall(r'(?<!\\)\|', r)) for r in rows}),
          re.findall(r'(?<!\\)[`*\[]|<|http://', text))
)"),
            repeated("1 []\n", lists().size()));
  EXPECT_EQ(shown("sojourn report case.db --format markdown").find('<'), std::string::npos);
}

TEST_F(HostileText, IsNoMarkupInTheReport) {
  const std::string report = shown("sojourn report case.db");
  EXPECT_EQ(report.find("<script>alert"), std::string::npos);
  EXPECT_THAT(report, HasSubstr("\\u003cscript\\u003ealert(1)"));
}

TEST_F(HostileText, GoesToOtherToolsAsJson) {
  for (const char* form : {"timesketch", "ecs", "ocsf", "jsonl"})
    shown(std::string("sojourn export case.db --to ") + form + " | tee out." + form);
  EXPECT_EQ(python(R"(
import json
for form in 'timesketch', 'ecs', 'ocsf', 'jsonl':
    print(len([json.loads(l) for l in open('out.' + form, encoding='utf-8')]) >= 16)
)"),
            repeated("True\n", 4));
}

// Whoever has seen enough leaves: that is no error, and no line says so.
TEST_F(HostileText, NobodyNeedsToReadItToItsEnd) {
  std::vector<std::string> commands = lists();
  for (const char* more :
       {"sojourn lateral case.db", "sojourn outbound case.db", "sojourn gaps case.db",
        "sojourn evidence case.db", "sojourn show case.db 1", "sojourn report case.db",
        "sojourn report case.db --format markdown", "sojourn export case.db --to ecs",
        "sojourn lateral case.db --format dot", "sojourn explain", "sojourn help",
        "sojourn verify-case case.db", "sojourn --version"})
    commands.emplace_back(more);
  // One that reads nothing, and one that reads a line.
  bool reads = false;
  for (const std::string& command : commands) {
    reads = !reads;
    const Outcome outcome =
        run_in(*made_, "{ " + command + " 2>messages; echo $? >status; } | " +
                           (reads ? "head -n 1 >/dev/null" : ":") +
                           "\ncat status; grep '^sojourn:' messages; rm -f messages");
    EXPECT_EQ(outcome.out, "0\n") << command;
  }
}

}  // namespace
}  // namespace sojourn
