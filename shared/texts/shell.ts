import { defineTexts } from './define-texts.ts';

/** What the app says outside of its window: why it does not start or has to close, and dialogs. */
export const shellTexts = defineTexts({
  /** How a title and what follows it stand in one line. */
  titled: '{title}: {message}',
  cannotStart: 'Gatehouse cannot start',
  noScreen:
    'There is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set. Without one, use the gatehouse command.',
  noDataFolder: 'There is no folder for its data.',
  noHomeFolder: 'This user has no home folder.',
  dataFolderUnwritable:
    '{folder} cannot be written: {reason}. Check its owner and permissions, or set GATEHOUSE_DATA to another folder.',
  /** Of what stands where the lock for a single instance belongs. */
  lock: {
    inTheWay:
      '{lock} is in the way of the lock for a single instance. Remove it, then start Gatehouse again.',
    foreign: '{lock} is not a lock of Gatehouse. Remove it, then start Gatehouse again.',
    otherComputer:
      '{lock} belongs to another computer, {computer}. Remove it, then start Gatehouse again.',
    leftBehind:
      '{lock} was left behind and cannot be taken over. Remove it, then start Gatehouse again.',
  },
  crash: {
    title: 'Gatehouse has to close',
    message: 'It met an unexpected problem ({error}).',
    messageWithLog: 'It met an unexpected problem ({error}). What is known of it is in {folder}',
  },
  /** What a page gets that is not the window's. */
  otherPage: 'Only the window of Gatehouse may ask.',
  previewTitle: 'Preview a managed file',
  allFiles: 'All files',
});
