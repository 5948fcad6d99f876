// What is called `sojourn` in the portable archive: a program without libraries that starts the
// real one, lib/sojourn beside it, with the loader and the libraries that stand there, so that
// nothing of the machine's own is needed but its kernel.
#include <sys/auxv.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

// Through links, so that one in a folder of PATH is enough. A root without /proc knows only what
// was typed.
std::string own_path() {
  char path[PATH_MAX];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  if (length > 0 && length < PATH_MAX) return std::string(path, static_cast<std::size_t>(length));
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel hands it over so
  const auto* typed = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  return typed != nullptr && realpath(typed, path) != nullptr ? path : "";
}

}  // namespace

int main(int count, char** arguments) {
  const std::string path = own_path();
  const std::string folder = path.substr(0, path.rfind('/') + 1) + "lib";
  const std::string loader = folder + "/ld-linux-x86-64.so.2";
  const std::string program = folder + "/sojourn";
  // Converters of code pages belong to the C library; the machine's may be of another.
  setenv("GCONV_PATH", (folder + "/gconv").c_str(), 1);
  std::vector<const char*> line = {loader.c_str(),   "--inhibit-cache", "--argv0",      "sojourn",
                                   "--library-path", folder.c_str(),    program.c_str()};
  for (int i = 1; i < count; ++i) line.push_back(arguments[i]);
  line.push_back(nullptr);
  execv(loader.c_str(), const_cast<char* const*>(line.data()));  // which does not write to them
  const std::string message =
      "sojourn: cannot start " + loader + ": " + std::strerror(errno) + '\n';
  return write(STDERR_FILENO, message.data(), message.size()) < 0 ? 2 : 1;
}
