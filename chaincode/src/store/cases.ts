import type { CaseView, Section, TreatingView, VersionView } from '../api';
import type { SectionHead } from '../domain/case';
import { refuse } from '../domain/refusal';
import { KEY_TYPE, keys } from './keys';
import { readAll } from './pages';
import { readState, requireSigners, writeState } from './state';
import type { Stub } from './stub';

export const findCase = (stub: Stub, id: string): Promise<CaseView | undefined> =>
  readState<CaseView>(stub, keys.case(stub, id));

/** @throws Refusal CASE_NOT_FOUND */
export const readCase = async (stub: Stub, id: string): Promise<CaseView> =>
  (await findCase(stub, id)) ?? refuse('CASE_NOT_FOUND');

/** Writes a key that the case's hospital signs for from now on. */
async function writeForHospital(stub: Stub, hospital: string, key: string, value: object, isNew: boolean) {
  await writeState(stub, key, value);
  if (isNew) await requireSigners(stub, key, hospital);
}

export const saveCase = (stub: Stub, head: CaseView, isNew = false): Promise<void> =>
  writeForHospital(stub, head.hospital, keys.case(stub, head.id), head, isNew);

export const findSection = (stub: Stub, id: string, section: Section): Promise<SectionHead | undefined> =>
  readState<SectionHead>(stub, keys.section(stub, id, section));

/** @throws Refusal CASE_SECTION_EMPTY */
export const readVersion = async (stub: Stub, id: string, section: Section, version: number): Promise<VersionView> =>
  (await readState<VersionView>(stub, keys.version(stub, id, section, version))) ?? refuse('CASE_SECTION_EMPTY');

/** A version, who wrote it, and which organisation besides the hospital holds it. */
export async function saveVersion(
  stub: Stub,
  { hospital }: CaseView,
  version: VersionView,
  holder: string | undefined,
): Promise<void> {
  const { case: id, section, author, at } = version;
  const headKey = keys.section(stub, id, section);
  const head: SectionHead = { version: version.version, updatedAt: at };
  await writeForHospital(stub, hospital, headKey, head, version.version === 1);
  await writeForHospital(stub, hospital, keys.version(stub, id, section, version.version), version, true);
  await writeState(stub, keys.author(stub, id, section, author), {});
  if (holder !== undefined) await writeState(stub, keys.holder(stub, id, section, holder), { organisation: holder });
}

export const isAuthor = async (stub: Stub, id: string, section: Section, person: string): Promise<boolean> =>
  (await readState(stub, keys.author(stub, id, section, person))) !== undefined;

export const isHolder = async (stub: Stub, id: string, section: Section, mspId: string): Promise<boolean> =>
  (await readState(stub, keys.holder(stub, id, section, mspId))) !== undefined;

/** Organisations besides the hospital that hold versions of a section. A range read: for queries alone. */
export const readHolders = async (stub: Stub, id: string, section: Section): Promise<readonly string[]> =>
  (await readAll<{ organisation: string }>(stub, KEY_TYPE.holder, [id, section])).map(
    ({ organisation }) => organisation,
  );

export const findTreating = (stub: Stub, id: string, person: string): Promise<TreatingView | undefined> =>
  readState<TreatingView>(stub, keys.treating(stub, id, person));

export const saveTreating = (stub: Stub, { hospital }: CaseView, treating: TreatingView): Promise<void> =>
  writeForHospital(stub, hospital, keys.treating(stub, treating.case, treating.person), treating, true);

/** All versions of all sections. A range read: for queries alone. */
export const readVersions = (stub: Stub, id: string): Promise<readonly VersionView[]> =>
  readAll<VersionView>(stub, KEY_TYPE.version, [id]);

/** Everybody who treats, or did. A range read: for queries alone. */
export const readTreating = (stub: Stub, id: string): Promise<readonly TreatingView[]> =>
  readAll<TreatingView>(stub, KEY_TYPE.treating, [id]);
