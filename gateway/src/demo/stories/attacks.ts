import { commit } from '../../commitment';
import { approved, issue, redeem, type Issued, type Theatre } from '../chapters';
import { linesOf } from '../medicines';
import type { Outsider } from '../outsider';
import type { Story } from './story';

export const redeemedTwice: Story = {
  title: 'Redeemed twice',
  lead: 'The code works once: whoever redeems first holds the prescription.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await approved(theatre, ['paracetamol']);
    await redeem(theatre, issued);
    await stage.isRefused(
      {
        who: cast.otherDispenser,
        what: 'redeems it again',
        path: `/prescriptions/${issued.id}/redeem`,
        body: { code: issued.code },
      },
      'RX_HELD',
    );
  },
};

export const stolenCode: Story = {
  title: 'A stolen code',
  lead: 'The patient has the code replaced; the thief finds it worthless, and a courier could not use it anyway.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await approved(theatre, ['amoxicillin']);
    const path = `/prescriptions/${issued.id}`;
    const body = { code: issued.code };
    await stage.isRefused(
      { who: cast.courier, what: 'tries to redeem a code he found', path: `${path}/redeem`, body },
      'ACCESS_ROLE',
    );
    await stage.does({ who: cast.patient, what: 'has the code replaced', path: `${path}/code` }, 'APPROVED');
    await stage.isRefused(
      { who: cast.dispenser, what: 'tries the stolen code', path: `${path}/redeem`, body },
      'RX_CODE_MISMATCH',
    );
  },
};

export const ownApproval: Story = {
  title: 'A hospital approves its own',
  lead: 'Neither its gateway nor its key gets it past the centre.',
  async play(theatre) {
    const { stage, cast } = theatre;
    const issued = await issue(theatre, ['morphine']);
    await stage.isRefused(
      { who: cast.physician, what: 'claims the review of her own', path: `/prescriptions/${issued.id}/review/claim` },
      'ACCESS_ROLE',
    );
  },
};

/** What the ledger itself refuses, sent with Fabric's SDK past every gateway. */
export const pastTheGateways = (outsider: Outsider, revoke: () => Promise<void>): Story => ({
  title: 'Past the gateways, with Fabric’s own SDK',
  lead: 'A forged body, a copied certificate, a revoked person: the peers refuse what no gateway filtered.',
  async play(theatre) {
    await forgedBody(theatre, await approved(theatre, ['amlodipine']), outsider);
    await strangers(theatre, outsider, revoke);
  },
});

async function forgedBody({ stage, cast }: Theatre, { id, code }: Issued, outsider: Outsider): Promise<void> {
  const pharmacy = outsider.member('pharmacy');
  const lines = linesOf('amlodipine').map((line) => ({ ...line, quantity: line.quantity * 10 }));
  const { canonical, salt } = commit({ patient: cast.patient.actor, lines }, '00'.repeat(32));
  await stage.tries(cast.dispenser.actor, 'redeems with ten times the quantity', 'INPUT_COMMITMENT_MISMATCH', () =>
    outsider.submit({
      at: pharmacy,
      identity: outsider.identityOf(pharmacy, 'dispenser-1'),
      transaction: 'prescription:Redeem',
      command: { commandId: `forged-${id}`, id },
      transient: { code, body: canonical, salt },
      endorsers: ['CentreMSP', 'PharmacyMSP'],
    }),
  );
}

async function strangers({ stage }: Theatre, outsider: Outsider, revoke: () => Promise<void>): Promise<void> {
  const hospital = outsider.member('hospital');
  const physician = outsider.identityOf(hospital, 'physician-2');
  const expire = (identity: typeof physician) => () =>
    outsider.submit({
      at: hospital,
      identity,
      transaction: 'prescription:Expire',
      command: { commandId: 'stranger-1', id: '0'.repeat(26) },
      endorsers: ['HospitalMSP', 'CentreMSP'],
    });
  await stage.tries(
    'a stranger',
    "signs under a physician's certificate",
    'ACCESS_REVOKED',
    expire(outsider.impostorOf(physician)),
  );
  await stage.tries(
    'a hospital’s physician',
    'claims to be of the centre',
    'ACCESS_REVOKED',
    expire({ ...physician, mspId: 'CentreMSP' }),
  );
  await stage.tries('HospitalMSP:physician-2', 'acts while in office', 'RX_NOT_FOUND', expire(physician));
  await revoke();
  await stage.tries('HospitalMSP:physician-2', 'acts after being revoked', 'ACCESS_REVOKED', expire(physician));
}
