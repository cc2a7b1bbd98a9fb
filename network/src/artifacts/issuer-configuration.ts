import type { NetworkDirectory } from '../directory/network-directory';
import type { ServiceLayout } from '../runtime/service-layout';
import type { Consortium, IssuerPlan } from '../topology/consortium';
import { join } from 'node:path';

/** The `iss` of the test network's tokens, and where their keys are found. */
export const issuerAddress = ({ port }: IssuerPlan, host = '127.0.0.1'): string => `http://${host}:${port}`;

/** What the token issuer reads at its start: where it listens, where its key is, and whom it knows. */
export const issuerConfiguration = (
  consortium: Consortium,
  issuer: IssuerPlan,
  directory: NetworkDirectory,
  layout: ServiceLayout,
) => ({
  http: { host: layout.listenAddress, port: issuer.port },
  issuer: issuerAddress(issuer),
  audience: issuer.audience,
  keyFile: join(directory.issuer.folder, 'signing-key.json'),
  people: consortium.members.flatMap(({ mspId, people }) =>
    people.map(({ id, role }) => ({ mspId, enrolmentId: id, role })),
  ),
});
