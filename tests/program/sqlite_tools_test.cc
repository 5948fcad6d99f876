// A case opens in the tools that people have: every table and view, whole rows, in Python's sqlite3
// and in Datasette.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/demo_case.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::DemoCase;
using testing::Outcome;
using testing::run_in;

class SqliteTools : public ::testing::Test {
 protected:
  // Runs a script that prints the name of each table and view that does not open.
  void expect_all_open(const std::string& script) const {
    testing::write_file(folder_ / "open.py", script);
    const Outcome outcome = run_in(folder_, "python3 open.py");
    EXPECT_EQ(0, outcome.status) << outcome.err;
    EXPECT_EQ("", outcome.out);
  }

  const std::string names_ =
      "import sqlite3\n"
      "case = sqlite3.connect('file:case.db?mode=ro', uri=True)\n"
      "names = [row[0] for row in case.execute(\"SELECT name FROM sqlite_schema WHERE type IN "
      "('table', 'view')\")]\n"
      "assert len(names) > 30\n";
  DemoCase folder_;
};

TEST_F(SqliteTools, PythonReadsEveryTableAndView) {
  if (run_in(folder_, "python3 -c 'import sqlite3'").status != 0)
    GTEST_SKIP() << "python3 with sqlite3 is not here: nothing shows that Python opens a case";
  expect_all_open(names_ +
                  "for name in names:\n"
                  "  try: case.execute(f'SELECT * FROM {name}').fetchall()\n"
                  "  except sqlite3.Error as error: print(name, error)\n"
                  "for row in case.execute('PRAGMA foreign_key_check'): print(row)\n");
}

TEST_F(SqliteTools, DatasetteShowsEveryTableAndView) {
  if (run_in(folder_, "python3 -c 'import datasette'").status != 0)
    GTEST_SKIP() << "datasette is not here (pip install datasette): nothing shows that it opens a "
                    "case";
  expect_all_open(names_ +
                  "import asyncio\n"
                  "from datasette.app import Datasette\n"
                  "async def main():\n"
                  "  served = Datasette(['case.db'], immutables=[])\n"
                  "  for name in names:\n"
                  "    for form in ['', '.json']:\n"
                  "      answer = await served.client.get(f'/case/{name}{form}')\n"
                  "      if answer.status_code != 200: print(name + form, answer.status_code)\n"
                  "asyncio.run(main())\n");
}

}  // namespace
}  // namespace sojourn
