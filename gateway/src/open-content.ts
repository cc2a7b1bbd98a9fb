import type { GatewayConfig } from './config';
import { FileBlobs, PartedContentStore, S3Blobs, type ContentStore } from './content';
import { readSecret } from './identity/atomic-file';

const MIB = 1024 * 1024;
/** Unless told: room for a thousand of the largest attachments. */
const QUOTA_MIB = 50_000;

/**
 * The content store of a gateway: a directory, or a bucket.
 * @throws Error where what is erased would stay in the bucket
 */
export async function openContent(config: GatewayConfig['content'], directory: string): Promise<ContentStore> {
  if (config !== undefined && 's3' in config) {
    const { secretAccessKeyFile, ...settings } = config.s3;
    const secretAccessKey = await readSecret(secretAccessKeyFile);
    const blobs = new S3Blobs({ ...settings, secretAccessKey });
    if ((await blobs.keepsVersions()) === true) {
      throw new Error(
        `the bucket ${settings.bucket} keeps versions: what is erased would stay. Turn that off, or name another`,
      );
    }
    return new PartedContentStore(blobs);
  }
  const quota = (config?.quotaMiB ?? QUOTA_MIB) * MIB;
  return new PartedContentStore(await FileBlobs.open(config?.directory ?? directory, quota));
}
