import {
  addAffiliation,
  getAffiliation,
  listAffiliations,
  modifyAffiliation,
  removeAffiliation,
} from '../service/affiliations';
import { caInfo } from '../service/ca-info';
import { listCertificates } from '../service/certificates';
import { generateCrl } from '../service/crl';
import { enrol, reenrol } from '../service/enrol';
import { addIdentity, getIdentity, listIdentities, modifyIdentity, removeIdentity } from '../service/identities';
import { register } from '../service/register';
import type { CaRequest } from '../service/request';
import { revoke } from '../service/revoke';

/** How one method of one path is answered. */
export interface Route {
  /** `secret`: basic authentication; `token`: signed with an enrolment certificate. */
  readonly authentication: 'none' | 'secret' | 'token';
  /** The status of success. */
  readonly status: number;
  /** `first`: a request without a body is refused before anybody asks who sends it. */
  readonly body: 'none' | 'needed' | 'first';
  readonly handle: (request: CaRequest) => unknown;
  /** Where to find what was made. */
  readonly location?: (request: CaRequest) => string;
}

type Methods = ReadonlyMap<string, Route>;

const info: Route = { authentication: 'none', status: 200, body: 'none', handle: ({ context }) => caInfo(context) };

const withToken = (handle: Route['handle'], status = 200, body: Route['body'] = 'none'): Route => ({
  authentication: 'token',
  status,
  body,
  handle,
});

const identityMade = ({ body }: CaRequest): string => `/api/v1/identities/${encodeURIComponent(body.text('id'))}`;

const methods = (byName: Readonly<Record<string, Route>>): Methods => new Map(Object.entries(byName));

/** Routes by path and method; `*` stands for one name at the end. */
const ROUTES: ReadonlyMap<string, Methods> = new Map([
  ['cainfo', methods({ GET: info, POST: info, HEAD: info })],
  ['enroll', methods({ POST: { authentication: 'secret', status: 201, body: 'needed', handle: enrol } })],
  ['reenroll', methods({ POST: withToken(reenrol, 201, 'needed') })],
  ['register', methods({ POST: { ...withToken(register, 201, 'first'), location: identityMade } })],
  ['revoke', methods({ POST: withToken(revoke, 200, 'first') })],
  ['gencrl', methods({ POST: withToken(generateCrl, 200, 'first') })],
  [
    'identities',
    methods({
      GET: withToken(listIdentities),
      POST: { ...withToken(addIdentity, 201, 'needed'), location: identityMade },
    }),
  ],
  [
    'identities/*',
    methods({
      GET: withToken(getIdentity),
      PUT: withToken(modifyIdentity, 200, 'needed'),
      DELETE: withToken(removeIdentity),
    }),
  ],
  ['affiliations', methods({ GET: withToken(listAffiliations), POST: withToken(addAffiliation, 201, 'needed') })],
  [
    'affiliations/*',
    methods({
      GET: withToken(getAffiliation),
      PUT: withToken(modifyAffiliation, 200, 'needed'),
      DELETE: withToken(removeAffiliation),
    }),
  ],
  ['certificates', methods({ GET: withToken(listCertificates) })],
]);

/** The methods at a path, with or without `/api/v1`, and the name it ends in; nothing where there is no such path. */
export function findRoutes(path: string): { methods: Methods; parameter: string } | undefined {
  const [collection = '', name, ...more] = path.replace(/^\/(?:api\/v1\/)?/, '').split('/');
  if (more.length > 0 || name === '') return undefined;
  const found = ROUTES.get(name === undefined ? collection : `${collection}/*`);
  return found && { methods: found, parameter: name === undefined ? '' : decode(name) };
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
