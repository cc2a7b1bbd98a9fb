import type { EmergencyView, EmergencyWrap, Page, ReleaseKeysCommand } from '@rxledger/chaincode/api';
import { wrapKey, type ContentKey } from '@rxledger/client';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { everyPage } from '../records/every-page';
import type { Records } from '../records';
import { parseKeyId, recipientOf } from '../records/envelopes';

/** A custodian's part: opens its wraps of the sections, and no others, and wraps the keys for the opener. */
export async function releaseKeys(
  context: Pick<ServiceContext, 'mspId' | 'keyStore' | 'now'>,
  { ledger }: Pick<Records, 'ledger'>,
  custodian: Caller,
  id: string,
): Promise<void> {
  for (const emergency of await runningOf(context, ledger, custodian, id)) {
    const query = { case: id, emergency: emergency.id };
    const [opener, wraps] = await Promise.all([
      ledger.keys(custodian, emergency.opener),
      ledger.ask<readonly EmergencyWrap[]>(custodian, {
        contract: 'case',
        transaction: 'EmergencyWraps',
        query,
        at: emergency.hospital,
      }),
    ]);
    const key = opener.find((known) => known.id === emergency.key);
    if (key === undefined || wraps.length === 0) continue;
    const released: EmergencyWrap[] = [];
    for (const { wrap, ...place } of wraps) {
      const contentKey = await contentKeyOf(context, wrap);
      if (contentKey !== undefined) released.push({ ...place, wrap: await wrapKey(contentKey, recipientOf(key)) });
    }
    if (released.length === 0) continue;
    const command: ReleaseKeysCommand = {
      // Versions that come while it lasts are released after it: then there are more wraps, and it is another command.
      commandId: `release-${emergency.id}-${released.length}`,
      case: id,
      emergency: emergency.id,
    };
    await ledger.submit(custodian, {
      contract: 'case',
      transaction: 'ReleaseKeys',
      command,
      hospital: emergency.hospital,
      transient: { wraps: JSON.stringify(released) },
    });
  }
}

async function runningOf(
  { mspId, now }: Pick<ServiceContext, 'mspId' | 'now'>,
  ledger: Records['ledger'],
  custodian: Caller,
  id: string,
): Promise<readonly EmergencyView[]> {
  const running: EmergencyView[] = [];
  const pages = everyPage((from) =>
    ledger.ask<Page<EmergencyView>>(custodian, {
      contract: 'case',
      transaction: 'Emergencies',
      query: { case: id, ...from },
    }),
  );
  for await (const found of pages) {
    running.push(...found.filter(({ hospital, until }) => hospital !== mspId && until > now()));
  }
  return running;
}

async function contentKeyOf(
  { keyStore }: Pick<ServiceContext, 'keyStore'>,
  { header, ...rest }: EmergencyWrap['wrap'],
): Promise<ContentKey | undefined> {
  const name = parseKeyId(header.kid);
  const key = await keyStore.find(name);
  if (key === undefined) return undefined;
  const opening = await keyStore.openContentKey(name.owner, { ...rest, header: { ...header, kid: key.kid } });
  return opening.outcome === 'opened' ? opening.contentKey : undefined;
}
