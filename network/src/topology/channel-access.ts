/**
 * What guards a peer's resources on the consortium's channel otherwise than by Fabric's default.
 *
 * A peer hands whole blocks to any member's client, and with them, where it is asked so, all that it holds in implicit
 * collections: they cannot be kept to the own organisation's clients, as collections of a definition can. So this asks
 * for what no single caller has, a majority of all members' administrators. Blocks without private data are had from
 * `qscc` and as filtered blocks, events from the gateway service.
 */
export const CHANNEL_ACCESS: Readonly<Record<string, string>> = { 'event/Block': '/Channel/Application/Admins' };
