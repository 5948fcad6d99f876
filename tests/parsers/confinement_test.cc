// What a child that was taken over by a hostile file can still do.
#include "parsers/confinement.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>

#include "parsers/isolated_reader.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using testing::Scratch;

struct Ending {
  int status = 0;      // as wait() has it
  std::string answer;  // what came through the pipe
};

// Runs `act` in a confined child.
Ending confined(const std::function<void()>& act, const std::filesystem::path& evidence = "/") {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    const int file = open(evidence.c_str(), O_RDONLY);
    if (!keep_only(ends[1], file) || !confine({}, 0)) _exit(77);
    act();
    _exit(0);
  }
  close(ends[1]);
  Ending ending;
  char piece[4096];
  for (ssize_t count = 0; (count = read(ends[0], piece, sizeof piece)) > 0;) {
    ending.answer.append(piece, static_cast<std::size_t>(count));
  }
  close(ends[0]);
  waitpid(child, &ending.status, 0);
  return ending;
}

bool is_forbidden(const std::function<void()>& act) {
  const Ending ending = confined(act);
  return WIFSIGNALED(ending.status) && WTERMSIG(ending.status) == SIGSYS;
}

void answer(const std::string& text) {
  if (write(kConfinedPipe, text.data(), text.size()) < 0) _exit(1);
}

TEST(Confinement, ReadsAndAnswers) {
  const Scratch folder;
  testing::write_file(folder / "a.txt", "evidence");
  const Ending ending = confined(
      [] {
        char text[16];
        const int again = open(kConfinedPath, O_RDONLY);
        answer(std::string(text, static_cast<std::size_t>(read(again, text, sizeof text))));
      },
      folder / "a.txt");
  EXPECT_EQ(ending.status, 0);
  EXPECT_EQ(ending.answer, "evidence");
}

TEST(Confinement, NothingIsOpenedForWritingMadeOrRemoved) {
  const Scratch folder;
  testing::write_file(folder / "a.txt", "evidence");
  const std::string path = folder / "a.txt", other = folder / "b.txt";
  EXPECT_TRUE(is_forbidden([&] { open(path.c_str(), O_WRONLY); }));
  EXPECT_TRUE(is_forbidden([&] { open(path.c_str(), O_RDWR); }));
  EXPECT_TRUE(is_forbidden([&] { open(path.c_str(), O_RDONLY | O_TRUNC); }));
  EXPECT_TRUE(is_forbidden([&] { open(other.c_str(), O_RDONLY | O_CREAT, 0600); }));
  EXPECT_TRUE(is_forbidden([&] { creat(other.c_str(), 0600); }));
  EXPECT_TRUE(is_forbidden([&] { unlink(path.c_str()); }));
  EXPECT_TRUE(is_forbidden([&] { rename(path.c_str(), other.c_str()); }));
  EXPECT_TRUE(is_forbidden([&] { symlink(path.c_str(), other.c_str()); }));
  EXPECT_TRUE(is_forbidden([&] { chmod(path.c_str(), 0777); }));
  EXPECT_TRUE(is_forbidden([&] { truncate(path.c_str(), 0); }));
  EXPECT_EQ(testing::contents(folder / "a.txt"), "evidence");
}

TEST(Confinement, NoNetworkNoProcessNoSignal) {
  EXPECT_TRUE(is_forbidden([] { socket(AF_INET, SOCK_STREAM, 0); }));
  EXPECT_TRUE(is_forbidden([] { socket(AF_UNIX, SOCK_DGRAM, 0); }));
  EXPECT_TRUE(is_forbidden([] { fork(); }));
  EXPECT_TRUE(is_forbidden([] { execl("/bin/true", "true", nullptr); }));
  EXPECT_TRUE(is_forbidden([] { kill(getppid(), SIGTERM); }));
  EXPECT_TRUE(is_forbidden([] {
    static_cast<void>(
        mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  }));
}

TEST(Confinement, NothingOfTheParentIsLeftToWriteTo) {
  const Scratch folder;
  const int low = open((folder / "case.db").c_str(), O_RDWR | O_CREAT, 0600);
  // Not one of the numbers that the child has for its own.
  const int file = fcntl(low, F_DUPFD, 20);
  close(low);
  ASSERT_GE(file, 20);
  EXPECT_TRUE(is_forbidden([&] { (void)!write(file, "x", 1); }));
  close(file);
  EXPECT_EQ(testing::contents(folder / "case.db"), "");
}

TEST(Confinement, AKernelWithoutACallThatClosesAllLeavesNothingOpenEither) {
  const Scratch folder;
  const pid_t child = fork();
  if (child == 0) {
    const scmp_filter_ctx older = seccomp_init(SCMP_ACT_ALLOW);
    int ends[2];
    const int file = open((folder / "case.db").c_str(), O_RDWR | O_CREAT, 0600);
    const int high = fcntl(file, F_DUPFD, 40);
    if (seccomp_rule_add(older, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(close_range), 0) != 0 ||
        seccomp_load(older) != 0 || pipe(ends) != 0 || high < 40)
      _exit(77);
    if (!keep_only(ends[1], -1)) _exit(78);
    const bool is_closed = fcntl(high, F_GETFD) < 0 && fcntl(kConfinedFurther, F_GETFD) < 0;
    _exit(is_closed && fcntl(kConfinedPipe, F_GETFD) >= 0 ? 0 : 79);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Confinement, NoRightsOfRootAndNoneToBeHad) {
  const Ending ending = confined([] {
    char text[8192];
    const int status = open("/proc/self/status", O_RDONLY);
    answer(std::string(text, static_cast<std::size_t>(read(status, text, sizeof text))));
  });
  EXPECT_THAT(ending.answer, HasSubstr("\nCapPrm:\t0000000000000000\n"));
  EXPECT_THAT(ending.answer, HasSubstr("\nCapEff:\t0000000000000000\n"));
  EXPECT_THAT(ending.answer, HasSubstr("\nNoNewPrivs:\t1\n"));
  EXPECT_THAT(ending.answer, HasSubstr("\nSeccomp:\t2\n"));
}

TEST(Confinement, RootReadsTheFileOfAnotherAsThatOne) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  const Scratch folder;
  testing::write_file(folder / "a.txt", "evidence");
  ASSERT_EQ(chmod((folder / "a.txt").c_str(), 0600), 0);
  ASSERT_EQ(chown((folder / "a.txt").c_str(), 12345, 12345), 0);
  const Ending ending = confined(
      [] {
        char text[16];
        const int again = open(kConfinedPath, O_RDONLY);
        answer(std::string(text, static_cast<std::size_t>(read(again, text, sizeof text))));
        char status[8192];
        const int own = open("/proc/self/status", O_RDONLY);
        answer(std::string(status, static_cast<std::size_t>(read(own, status, sizeof status))));
      },
      folder / "a.txt");
  EXPECT_TRUE(ending.answer.starts_with("evidence"));
  EXPECT_THAT(ending.answer, HasSubstr("\nUid:\t12345\t12345\t12345\t12345\n"));
}

TEST(Confinement, AReaderThatStandsStillIsEndedAndNamed) {
  const Scratch folder;
  testing::write_file(folder / "a.evtx", simulation::evtx_bytes(testing::long_log(2000)));
  Strings strings;
  IsolatedReader reader(folder / "a.evtx", strings,
                        ReadLimits{.processor_seconds_per_megabyte = 0, .wall_milliseconds = 0});
  std::string found;
  while (const auto result = reader.next()) {
    if (!*result) found = result->issue().found;
  }
  EXPECT_THAT(found, HasSubstr("the reader took too long and was ended after"));
}

}  // namespace
}  // namespace sojourn
