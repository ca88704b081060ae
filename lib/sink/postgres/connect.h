// How a connection is made, so that no server can keep a run waiting.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <string>

#include "base/error.h"

namespace trunklift::postgres {

using Handle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// Where what is said leaves it open: gives up on a host after some seconds, and
// notices within half a minute that nobody is there any more. Nothing is asked
// of the server yet. The result may be a connection that failed. Throws
// ServerError where `at` cannot be meant, Error where the process is to stop.
Handle connect(const std::string& at);

// "database on host": nothing secret.
std::string place_of(const PGconn* connection, const std::string& at);

// What is thrown where a signal ends the wait for a server.
Error interruption(const std::string& place);

// How long the connections of this thread may take at most while it is there;
// in seconds, with what libpq and patience take as limits.
class ConnectLimit {
public:
  explicit ConnectLimit(std::chrono::seconds most);
  ~ConnectLimit();
  ConnectLimit(const ConnectLimit&) = delete;
  ConnectLimit& operator=(const ConnectLimit&) = delete;

private:
  std::chrono::seconds before_;
};

}  // namespace trunklift::postgres
