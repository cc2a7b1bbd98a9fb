import { setTimeout as sleep } from 'node:timers/promises';
import type { Consortium } from '../consortium';
import { httpClient } from '../http-client';
import type { LedgerCopy } from './ledgers';

/** How the gateways' read models compare. */
export interface ReadModels {
  /** Entries that were compared, in all gateways. */
  readonly compared: number;
  /** Entries that are missing, too many, or say otherwise than the ledger. */
  readonly unequal: number;
}

/** Who may look at the list of each member. */
const READER = 'auditor-1';
const PAGE = 100;
const WITHIN_MILLISECONDS = 30_000;

interface Entry {
  readonly status: string;
  readonly version: number;
}

/** Holds every gateway's list against the ledger; a gateway that was shot at may take a while to have read on. */
export async function compareReadModels(consortium: Consortium, ledger: LedgerCopy): Promise<ReadModels> {
  const deadline = Date.now() + WITHIN_MILLISECONDS;
  for (;;) {
    const each = await Promise.all(
      consortium.members.map(async ({ name, mspId }) =>
        differences(expected(ledger, mspId), await list(consortium, name)),
      ),
    );
    const compared = each.reduce((sum, one) => sum + one.compared, 0);
    const unequal = each.reduce((sum, one) => sum + one.unequal, 0);
    if (unequal === 0 || Date.now() > deadline) return { compared, unequal };
    await sleep(500);
  }
}

/** What a member should see, from the events of the ledger: prescriptions it has had a part in, as they are now. */
function expected({ blocks }: LedgerCopy, mspId: string): ReadonlyMap<string, Entry> {
  const all = new Map<string, Entry>();
  const own = new Set<string>();
  for (const { transactions } of blocks) {
    for (const { code, event } of transactions) {
      if (code !== 0 || event === undefined) continue;
      if (event.contract === 'prescription') {
        all.set(event.subject, { status: event.to, version: event.version });
      }
      if (event.parties.includes(mspId)) own.add(event.subject);
    }
  }
  return new Map([...all].filter(([id]) => own.has(id)));
}

async function list(consortium: Consortium, member: string): Promise<ReadonlyMap<string, Entry>> {
  const { gateway } = consortium.network.members.find(({ name }) => name === member)!;
  const { mspId } = consortium.members.find(({ name }) => name === member)!;
  const client = httpClient(`${gateway}/v1`, {
    authorization: `Bearer ${await consortium.network.token(mspId, READER)}`,
  });
  const entries = new Map<string, Entry>();
  let cursor: string | undefined;
  try {
    do {
      const { body } = await client.call('GET', `/prescriptions?limit=${PAGE}${cursor ? `&cursor=${cursor}` : ''}`);
      const page = body as { items: readonly (Entry & { id: string })[]; cursor?: string };
      for (const { id, status, version } of page.items) entries.set(id, { status, version });
      cursor = page.cursor;
    } while (cursor !== undefined);
  } finally {
    client.close();
  }
  return entries;
}

function differences(wanted: ReadonlyMap<string, Entry>, found: ReadonlyMap<string, Entry>): ReadModels {
  const ids = new Set([...wanted.keys(), ...found.keys()]);
  const isEqual = (id: string): boolean =>
    wanted.get(id)?.status === found.get(id)?.status && wanted.get(id)?.version === found.get(id)?.version;
  return { compared: ids.size, unequal: [...ids].filter((id) => !isEqual(id)).length };
}
