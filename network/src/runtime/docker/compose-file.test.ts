import { parse } from 'yaml';
import { consortium, everyContainer } from '../../../test/compose-containers';
import { NetworkDirectory } from '../../directory/network-directory';
import { composeFile, composeText } from './compose-file';

const directory = new NetworkDirectory('/srv/network');
const containers = everyContainer(directory);
const settings = { directory: directory.root, user: { uid: 1501, gid: 1502 } };
const file = composeFile(containers, settings);
const services = Object.values(file.services);

describe('the Compose file of a network', () => {
  it('has a service a process, under the name by which the others reach it', () => {
    expect(services).toHaveLength(4 * 5 + 1);
    expect(Object.keys(file.services)).toEqual(
      expect.arrayContaining(['ca.hospital', 'orderer.centre', 'peer.third-party', 'chaincode.pharmacy', 'issuer']),
    );
  });

  it('says nothing that only one generation of Compose knows', () => {
    expect(Object.keys(file).sort()).toEqual(['networks', 'services', 'volumes']);
    const keys = new Set(services.flatMap((service) => Object.keys(service)));
    for (const key of ['profiles', 'deploy', 'develop', 'pull_policy', 'container_name'])
      expect(keys).not.toContain(key);
  });

  it('publishes on the loopback address alone, each port once', () => {
    const ports = services.flatMap((service) => service.ports);
    expect(ports.every((port) => /^127\.0\.0\.1:(\d+):\1$/.test(port))).toBe(true);
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports).toContain('127.0.0.1:17151:17151');
  });

  it('publishes no port of a chaincode process, which its own peer alone may reach', () => {
    expect(file.services['chaincode.hospital']!.ports).toEqual([]);
  });

  it('lets no container write anything but its own data, gain rights, or run as another user', () => {
    for (const service of services) {
      expect(service).toMatchObject({
        user: '1501:1502',
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    }
    const writable = services
      .flatMap(({ volumes }) => volumes)
      .filter((volume) => volume.type === 'bind' && !('read_only' in volume));
    expect(writable.map(({ source }) => source).sort()).toEqual(
      [
        ...consortium.members.map(({ name }) => directory.member(name).gateway.identities),
        directory.issuer.folder,
      ].sort(),
    );
  });

  it('shows a container of one member no file of another', () => {
    for (const container of containers.filter(({ member }) => member !== undefined)) {
      const strangers = consortium.members.filter(({ name }) => name !== container.member);
      const seen = [...container.binds.map(({ source }) => source), ...container.volumes.map(({ folder }) => folder)];
      for (const { name } of strangers) {
        expect(seen.filter((path) => path.split('/').some((part) => part.split('.').includes(name)))).toEqual([]);
      }
    }
  });

  it("keeps each node's data in a named volume of its own, within the network's directory", () => {
    expect(Object.keys(file.volumes)).toHaveLength(4 * 3);
    expect(file.volumes['peer.hospital']).toMatchObject({
      driver_opts: { type: 'none', o: 'bind', device: '/srv/network/nodes/peer.hospital/data' },
    });
  });

  it('limits memory and processes, restarts what crashed, and keeps logs small', () => {
    for (const service of services) {
      expect(service).toMatchObject({ restart: 'unless-stopped', pids_limit: 512 });
      expect(service.mem_limit).toMatch(/^\d+m$/);
      expect(service.logging.options['max-size']).toBe('8m');
    }
  });

  it('says on everything whose it is', () => {
    for (const { labels } of [...services, ...Object.values(file.volumes), ...Object.values(file.networks)] as {
      labels: Record<string, string>;
    }[]) {
      expect(labels['rxledger.directory']).toBe('/srv/network');
    }
  });

  it('reads back as what it was, dollar signs kept from Compose', () => {
    expect(parse(composeText(file))).toEqual(JSON.parse(JSON.stringify(file)));
    expect(file.services['peer.hospital']!.environment).toMatchObject({ PRICE: '$$5' });
  });

  it('runs a program of ours from the folder of its image', () => {
    expect(file.services['chaincode.hospital']!.command).toEqual(['dist/main.js']);
    expect(file.services['issuer']!.command.slice(0, 3)).toEqual(['dist/cli/main.js', 'issuer', '--config']);
  });
});
