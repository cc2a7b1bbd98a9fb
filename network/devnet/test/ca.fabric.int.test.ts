import { describeCertificateAuthority } from './ca.behavior';
import { FABRIC_CA_VERSION, findFabricCaServer, startFabricCaServer } from './ca/fabric-ca-server';

const found = findFabricCaServer();

if ('program' in found) {
  describeCertificateAuthority(`fabric-ca-server ${FABRIC_CA_VERSION}`, () => startFabricCaServer(found.program));
} else {
  console.warn(`SKIPPED: the certificate authority suite against the real server: ${found.missing}`);
  // eslint-disable-next-line jest/no-disabled-tests, jest/expect-expect
  it.skip(`fabric-ca-server ${FABRIC_CA_VERSION}: ${found.missing}`, () => undefined);
}
