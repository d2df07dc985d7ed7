export { NewRunPage } from './new-run-page';
export { RunPage } from './run-page';
export { RunsPage } from './runs-page';
