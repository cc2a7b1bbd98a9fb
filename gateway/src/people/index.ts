export { people } from './routes';
export { createPeopleService } from './service';
