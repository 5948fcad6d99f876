#include "cli/known_sources.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::Scratch;

TEST(KnownSources, AreNetworksAddressesAndNamesOneALine) {
  const Scratch folder;
  testing::write_file(folder / "known", "# ours\n\n 10.0.0.0/8\r\n2001:db8::1 # VPN\nJump01\n");
  const KnownSources known(folder / "known");
  EXPECT_TRUE(known.has({"10.1.2.3", ""}));
  EXPECT_TRUE(known.has({"2001:DB8:0::1", "kali"}));
  EXPECT_TRUE(known.has({"", "JUMP01"}));
  EXPECT_FALSE(known.has({"11.1.2.3", ""}));
  EXPECT_FALSE(known.has({"", "jump02"}));
  EXPECT_FALSE(known.has({"", ""}));
}

TEST(KnownSources, ANameDoesNotMakeAnotherAddressKnown) {
  const Scratch folder;
  testing::write_file(folder / "known", "jump01\n");
  EXPECT_FALSE(KnownSources(folder / "known").has({"203.0.113.66", "jump01"}));
}

TEST(KnownSources, AFileThatCannotBeReadIsSaid) {
  const Scratch folder;
  EXPECT_THROW(KnownSources(folder / "none"), std::runtime_error);
  EXPECT_THROW(KnownSources(folder.path()), std::runtime_error);
}

}  // namespace
}  // namespace sojourn
