import type { MemberAccess } from './runtime';

/** Where the programs that run beside the nodes find the others, and where they listen. */
export interface ServiceLayout {
  /** The host name under which they reach a process, as `peer.hospital`; undefined where all are on one machine. */
  host(process: string): string | undefined;
  readonly listenAddress: string;
}

/** All on this machine, and reached from it alone. */
export const ON_THIS_MACHINE: ServiceLayout = { host: () => undefined, listenAddress: '127.0.0.1' };

/** A member's nodes as those programs reach them: under other names than a tool of this machine does, at the same ports. */
export const seenFrom = (layout: ServiceLayout, access: MemberAccess): MemberAccess => {
  const at = (kind: string, present: string): string => layout.host(`${kind}.${access.name}`) ?? present;
  const { peer, orderer, authority } = access;
  const url = new URL(authority.url);
  url.hostname = at('ca', url.hostname);
  return {
    ...access,
    peer: { ...peer, host: at('peer', peer.host) },
    orderer: orderer && { ...orderer, host: at('orderer', orderer.host) },
    // A URL object would add a slash that was not there.
    authority: { ...authority, url: url.origin },
  };
};
