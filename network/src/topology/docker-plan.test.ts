import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseConsortium } from './read-consortium';

const path = resolve(__dirname, '../../../test-network-config/consortium.yaml');
const text = readFileSync(path, 'utf8');

const withDocker = (lines: string): string => text.replace(/^docker:\n(?= )/m, `docker:\n${lines}`);
const faultOf = (lines: string): string => {
  try {
    parseConsortium(path, withDocker(lines));
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the section docker of a consortium file', () => {
  it('names what our images are built from, counted from the file', () => {
    const { docker } = parseConsortium(path, text);
    expect(docker!.build.chaincode).toEqual({
      image: 'rxledger/chaincode:0.1.0',
      context: resolve(path, '../..'),
      dockerfile: 'chaincode/Dockerfile',
    });
    expect(docker!.registry).toBeUndefined();
  });

  it('takes a mirror, and images pinned to their bytes', () => {
    const digest = `hyperledger/fabric-peer@sha256:${'a'.repeat(64)}`;
    const { docker } = parseConsortium(
      path,
      withDocker(`  registry: registry.hospital.example:5000/mirror\n  images: { peer: '${digest}' }\n`),
    );
    expect(docker).toMatchObject({ registry: 'registry.hospital.example:5000/mirror', images: { peer: digest } });
  });

  it('refuses what is no registry, no image, or no key of it, with line and remedy', () => {
    const line = text.split('\n').indexOf('docker:') + 2;
    expect(faultOf("  registry: 'https://registry.example'\n")).toContain(`:${line}: docker.registry: "https`);
    expect(faultOf('  images: { couchdb: x }\n')).toContain('docker.images.couchdb: unknown key. Known here: peer');
    expect(faultOf("  images: { peer: 'no image' }\n")).toContain('docker.images.peer: "no image" is not an image');
  });

  it('may be left out', () => {
    expect(parseConsortium(path, text.slice(0, text.indexOf('\ndocker:'))).docker).toBeUndefined();
  });
});
