// What the name of an account means, however a record spells it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

// Without what nobody sees: Windows reads a text up to its first NUL and draws its marks of
// direction (U+200E, U+200F) as nothing (observed: U+200E in EventLog 6008's date).
std::string visible(std::string_view text);

// In upper case (ASCII only, whatever the locale), because Windows compares names without regard to
// case. The domain is empty where the record names none.
struct AccountName {
  std::string domain, name;
  auto operator<=>(const AccountName&) const = default;
};

// "alice@corp.example" without a domain is ALICE of CORP.EXAMPLE, and so is CORP\alice@corp.example
// of CORP. The mail addresses before which Windows writes MicrosoftAccount or AzureAD as the domain
// stay whole: they are names.
AccountName account_name(std::string_view domain, std::string_view user);

// "S-1-5-21-1-2-3-1001" → "S-1-5-21-1-2-3", the machine or domain whose account it is; "" of a SID
// that neither gave out.
std::string_view authority_of(std::string_view sid);

// MicrosoftAccount and AzureAD stand before the names of accounts that no domain has.
bool is_cloud(const AccountName& name);

// "CORP" of "CORP.EXAMPLE": nearly always a domain's NetBIOS name, too.
std::string_view first_label(std::string_view domain);

// By what domain accounts of a machine of this Computer name are called: PC01.CORP.EXAMPLE, PC01,
// and what NetBIOS, which has room for 15 characters, makes of it.
std::vector<std::string> local_domains(std::string_view computer);

}  // namespace sojourn
