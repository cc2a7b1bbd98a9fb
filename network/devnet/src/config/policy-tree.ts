import { common } from '@hyperledger/fabric-protos';
import type { Resolve } from '../identity/principal';
import { decode } from '../wire/protobuf';
import { ConfigError } from './errors';
import { implicitMetaPolicy, rejectAll, signaturePolicy, type Policy } from './policy';

const { SIGNATURE, IMPLICIT_META } = common.Policy.PolicyType;

/** The policies of a configuration group and of the groups below it. */
export class PolicyTree {
  readonly #groups: ReadonlyMap<string, PolicyTree>;
  readonly #policies = new Map<string, Policy>();

  /**
   * @param path of the group, as `Channel/Application`
   * @throws ConfigError or PolicyError where a policy cannot be compiled
   */
  constructor(
    readonly path: string,
    group: common.ConfigGroup,
    resolve: Resolve,
  ) {
    const groups = new Map<string, PolicyTree>();
    group.getGroupsMap().forEach((child, name) => {
      groups.set(name, new PolicyTree(`${path}/${name}`, child, resolve));
    });
    this.#groups = groups;
    group.getPoliciesMap().forEach((entry, name) => {
      const policy = entry.getPolicy();
      if (!policy) throw new ConfigError(`policy ${name} at path ${path} was nil`);
      this.#policies.set(name, this.#compile(name, policy, resolve));
    });
  }

  /** The tree of the group at `names` below this one. */
  group(names: readonly string[]): PolicyTree | undefined {
    const [first, ...rest] = names;
    return first === undefined ? this : this.#groups.get(first)?.group(rest);
  }

  /** A policy by its name relative to this group, `Admins` or `Org1/Admins`, or by its whole path, `/Channel/...`. */
  find(id: string): Policy | undefined {
    const relative = this.#relative(id);
    const names = relative?.split('/') ?? [];
    const name = names.pop();
    const tree = this.group(names);
    return name === undefined || !tree ? undefined : tree.#policies.get(name);
  }

  /** Like `find`, with a policy that refuses everybody where there is none. */
  get(id: string): Policy {
    return this.find(id) ?? rejectAll(this.#relative(id) ?? id);
  }

  #relative(id: string): string | undefined {
    if (!id.startsWith('/')) return id === '' ? undefined : id;
    return id.startsWith(`/${this.path}/`) ? id.slice(this.path.length + 2) : undefined;
  }

  #compile(name: string, policy: common.Policy, resolve: Resolve): Policy {
    switch (policy.getType()) {
      case SIGNATURE:
        return signaturePolicy(decode(common.SignaturePolicyEnvelope, policy.getValue_asU8()), resolve);
      case IMPLICIT_META: {
        const definition = decode(common.ImplicitMetaPolicy, policy.getValue_asU8());
        const below = [...this.#groups.values()].map((group) => group.get(definition.getSubPolicy()));
        return implicitMetaPolicy(definition, below);
      }
      default:
        throw new ConfigError(`policy ${name} at path ${this.path} has unknown policy type: ${policy.getType()}`);
    }
  }
}
