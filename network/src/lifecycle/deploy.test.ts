import { packChaincode } from './chaincode-package';
import { CONNECTION_TEMPLATE } from './connection-template';
import type { Definition } from './definition';
import { approveMissing, commitIfNeeded, type DeployingMember, installMissing, planDeployment } from './deploy';
import { endorsementPolicy } from './endorsement-policy';
import type { Approval, MemberLifecycle } from './member-lifecycle';

/** A channel in memory on which members approve and commit. */
class Channel {
  committed: Definition | undefined;
  readonly installed = new Map<string, string[]>();
  readonly approvals = new Map<string, Approval | 'lost'>();
  readonly calls: string[] = [];

  member(mspId: string): DeployingMember {
    const lifecycle: Partial<MemberLifecycle> = {
      installedPackages: async () => this.installed.get(mspId) ?? [],
      install: async ({ packageId }) => {
        this.calls.push(`install ${mspId}`);
        this.installed.set(mspId, [...(this.installed.get(mspId) ?? []), packageId]);
        return packageId;
      },
      committed: async () => this.committed,
      approved: async (_name, sequence) => this.approvals.get(`${mspId}#${sequence}`),
      approve: async (definition, packageId) => {
        this.calls.push(`approve ${mspId} ${definition.sequence}`);
        this.approvals.set(`${mspId}#${definition.sequence}`, { definition, packageId });
      },
      commit: async (definition) => {
        this.calls.push(`commit ${definition.sequence}`);
        this.committed = definition;
      },
    };
    return { mspId, lifecycle: lifecycle as MemberLifecycle };
  }
}

const mspIds = ['AMSP', 'BMSP', 'CMSP'];
const policy = endorsementPolicy(mspIds, 2);
const agreement = { name: 'cc', version: '1', policy, sequence: 'auto' as const };

const deploy = async (
  channel: Channel,
  wanted: typeof agreement | (Omit<typeof agreement, 'sequence'> & { sequence: number }),
  label = 'cc_1',
) => {
  const members = mspIds.map((mspId) => channel.member(mspId));
  const plan = await planDeployment(wanted, packChaincode(label, CONNECTION_TEMPLATE), members);
  await installMissing(plan);
  await approveMissing(plan);
  await commitIfNeeded(plan, members);
  return plan;
};

describe('deploying a chaincode', () => {
  it('installs, approves and commits with every member the first time', async () => {
    const channel = new Channel();
    await deploy(channel, agreement);
    expect(channel.calls).toEqual([
      'install AMSP',
      'install BMSP',
      'install CMSP',
      'approve AMSP 1',
      'approve BMSP 1',
      'approve CMSP 1',
      'commit 1',
    ]);
  });

  it('does nothing the second time', async () => {
    const channel = new Channel();
    await deploy(channel, agreement);
    channel.calls.length = 0;
    await deploy(channel, agreement);
    expect(channel.calls).toEqual([]);
  });

  it.each([
    ['version', { ...agreement, version: '2' }],
    ['policy', { ...agreement, policy: endorsementPolicy(mspIds, 3) }],
  ])('takes the next sequence when the %s changed', async (_what, changed) => {
    const channel = new Channel();
    await deploy(channel, agreement);
    const { definition } = await deploy(channel, changed);
    expect(definition.sequence).toBe(2);
    expect(channel.committed?.sequence).toBe(2);
  });

  it('keeps the sequence when only the package changed: each member approves the new one', async () => {
    const channel = new Channel();
    await deploy(channel, agreement);
    channel.calls.length = 0;
    await deploy(channel, agreement, 'cc_other');
    expect(channel.calls.filter((call) => call.startsWith('approve'))).toHaveLength(3);
    expect(channel.calls.some((call) => call.startsWith('commit'))).toBe(false);
  });

  it('goes on where it was interrupted', async () => {
    const channel = new Channel();
    const members = mspIds.map((mspId) => channel.member(mspId));
    const plan = await planDeployment(agreement, packChaincode('cc_1', CONNECTION_TEMPLATE), members);
    await installMissing(plan);
    await approveMissing({ ...plan, toApprove: plan.toApprove.slice(0, 1) });
    channel.calls.length = 0;
    await deploy(channel, agreement);
    expect(channel.calls).toEqual(['approve BMSP 1', 'approve CMSP 1', 'commit 1']);
  });

  it('has all approve the same again under the next sequence where a member lost its approval', async () => {
    const channel = new Channel();
    await deploy(channel, agreement);
    channel.approvals.set('BMSP#1', 'lost');
    channel.calls.length = 0;
    await deploy(channel, agreement);
    expect(channel.calls).toEqual(['approve AMSP 2', 'approve BMSP 2', 'approve CMSP 2', 'commit 2']);
  });

  it('refuses, before anything is changed, where the members approved different packages', async () => {
    const channel = new Channel();
    const { definition } = await deploy(channel, agreement);
    channel.approvals.set('BMSP#1', { definition, packageId: 'cc_1:0b' });
    channel.approvals.set('CMSP#1', { definition, packageId: 'cc_1:0c' });
    channel.calls.length = 0;
    await expect(deploy(channel, agreement)).rejects.toThrow(/BMSP: cc_1:0b; CMSP: cc_1:0c/);
    expect(channel.calls).toEqual([]);
  });

  it("refuses a sequence that is not the channel's next", async () => {
    const channel = new Channel();
    await deploy(channel, agreement);
    await expect(deploy(channel, { ...agreement, version: '2', sequence: 5 })).rejects.toThrow(/5.*turn is 2/s);
  });

  it('refuses a peer that counts the package under another id', async () => {
    const channel = new Channel();
    const member = channel.member('AMSP');
    const changed = {
      ...member,
      lifecycle: { ...member.lifecycle, install: async () => 'cc_1:00' } as unknown as MemberLifecycle,
    };
    const plan = await planDeployment(agreement, packChaincode('cc_1', CONNECTION_TEMPLATE), [changed]);
    await expect(installMissing(plan)).rejects.toThrow(/peer of AMSP made cc_1:00/);
  });
});
