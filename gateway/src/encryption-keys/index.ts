export { encryptionKeys } from './routes';
