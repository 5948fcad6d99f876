#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/support/split_hosts.h"

namespace sojourn {
namespace {

class Logs {
 public:
  // Appends to a file's log records of these machines, one record a name; where a '*' stands before
  // it, that Windows starts.
  Logs& file(std::uint32_t file, std::initializer_list<const char*> computers) {
    for (std::string_view computer : computers) {
      Event event;
      event.kind = computer.starts_with('*') ? EventKind::lsass_started : EventKind::logon;
      if (computer.starts_with('*')) computer.remove_prefix(1);
      event.file = file;
      event.record = ++records_[file];
      event.time = Timestamp{Ticks{1000 * static_cast<std::int64_t>(events_.size() + 1)}};
      event.computer = strings_.intern(computer);
      events_.push_back(event);
    }
    return *this;
  }

  // Each host with its names and how many records it has: "b(a,b):3".
  std::string hosts() {
    std::ostringstream out;
    for (const Host& host : split_hosts(events_, strings_)) {
      out << (out.tellp() > 0 ? " " : "") << strings_[host.name] << '(';
      for (const HostName& name : host.names) {
        out << (&name == &host.names.front() ? "" : ",") << strings_[name.name];
      }
      out << "):" << host.events.size();
    }
    return out.str();
  }

  void shuffle(std::uint64_t seed) {
    std::mt19937_64 engine(seed);
    std::ranges::shuffle(events_, engine);
  }

 private:
  Strings strings_;
  std::vector<Event> events_;
  std::map<std::uint32_t, std::uint64_t> records_;
};

TEST(Hosts, LogsOfOneNameAreOneHost) {
  EXPECT_EQ(Logs().file(0, {"pc01", "pc01"}).file(1, {"PC01"}).file(2, {"pc02"}).hosts(),
            "PC01(PC01,pc01):3 pc02(pc02):1");
}

TEST(Hosts, AMachineIsKnownByItsLastName) {
  EXPECT_EQ(Logs().file(0, {"WIN-Q4C8H2N7A1B", "*pc01"}).hosts(), "pc01(WIN-Q4C8H2N7A1B,pc01):2");
}

TEST(Hosts, ALogThatEndsWithAnEarlierNameJoinsItsMachine) {
  EXPECT_EQ(Logs().file(1, {"lab7"}).file(0, {"lab7", "*pc01"}).hosts(), "pc01(lab7,pc01):3");
}

TEST(Hosts, NamesOfImagesNeverMergeTwoMachines) {
  EXPECT_EQ(Logs().file(0, {"37L4247F27-25", "*pc01"}).file(1, {"37L4247F27-25", "*pc02"}).hosts(),
            "pc01(37L4247F27-25,pc01):2 pc02(37L4247F27-25,pc02):2");
}

TEST(Hosts, TheNameSetupGaveAClonedImageNeverMergesTwoMachines) {
  EXPECT_EQ(
      Logs().file(0, {"WIN-Q4C8H2N7A1B", "*pc01"}).file(1, {"WIN-Q4C8H2N7A1B", "*pc02"}).hosts(),
      "pc01(WIN-Q4C8H2N7A1B,pc01):2 pc02(WIN-Q4C8H2N7A1B,pc02):2");
}

TEST(Hosts, AShortNameJoinsTheOnlyFullNameItBegins) {
  EXPECT_EQ(Logs().file(0, {"pc01"}).file(1, {"pc01.corp.example"}).hosts(),
            "pc01.corp.example(pc01,pc01.corp.example):2");
  EXPECT_EQ(
      Logs().file(0, {"pc01"}).file(1, {"pc01.a.example"}).file(2, {"pc01.b.example"}).hosts(),
      "pc01(pc01):1 pc01.a.example(pc01.a.example):1 pc01.b.example(pc01.b.example):1");
}

TEST(Hosts, InAForwardedLogEachRecordSpeaksForItself) {
  EXPECT_EQ(Logs().file(0, {"pc01", "pc02", "pc01"}).file(1, {"pc02"}).hosts(),
            "pc01(pc01):2 pc02(pc02):2");
}

TEST(Hosts, DoNotDependOnTheOrderOfRecords) {
  Logs logs;
  logs.file(0, {"WIN-Q4C8H2N7A1B", "*lab7", "*pc01"}).file(1, {"lab7"}).file(2, {"a", "b", "a"});
  const std::string expected = logs.hosts();
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    logs.shuffle(seed);
    EXPECT_EQ(logs.hosts(), expected) << "seed " << seed;
  }
}

}  // namespace
}  // namespace sojourn
