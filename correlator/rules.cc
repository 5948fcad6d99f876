#include "correlator/rules.h"

namespace sojourn {
namespace {

using namespace rule;

constexpr Rule kRules[] = {
    kSessionId,      kActivityId,  kArbitration, kTeardown,      kDisconnectEcho, kLogonId,
    kLinkedLogon,    kCredentials, kReauth,      kNla,           kStation,        kOwnRecord,
    kOpenConnection, kSameAddress, kListener,    kElevationPair, kNetworkMerge,   kExplicit};

}  // namespace

std::span<const Rule> rules() { return kRules; }

}  // namespace sojourn
