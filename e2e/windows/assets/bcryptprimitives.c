/*
 * What Wine 8 lacks of Windows and programs built by current Rust need, for tests only: the
 * bcryptprimitives.dll of the prefix, which such a program loads before it begins.
 */
#include <windows.h>
#include <string.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
  while (size > 0) {
    ULONG part = size > 0x10000000 ? 0x10000000 : (ULONG)size;
    if (!SystemFunction036(data, part)) return FALSE;
    data += part;
    size -= part;
  }
  return TRUE;
}

/*
 * To unlock what is not locked fails with ERROR_NOT_LOCKED on Windows, which Rust's File::unlock
 * expects, and with ERROR_LOCK_VIOLATION in Wine (https://bugs.winehq.org/show_bug.cgi?id=59711).
 */
static BOOL WINAPI unlockFile(HANDLE file, DWORD low, DWORD high, DWORD count, DWORD countHigh) {
  BOOL done = UnlockFile(file, low, high, count, countHigh);
  if (!done && GetLastError() == ERROR_LOCK_VIOLATION) SetLastError(ERROR_NOT_LOCKED);
  return done;
}

/* Has the program itself call `unlockFile`. */
static void replaceUnlockFile(BYTE *image) {
  IMAGE_NT_HEADERS *headers = (IMAGE_NT_HEADERS *)(image + ((IMAGE_DOS_HEADER *)image)->e_lfanew);
  DWORD imports =
      headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress;
  if (imports == 0) return;
  IMAGE_IMPORT_DESCRIPTOR *library = (IMAGE_IMPORT_DESCRIPTOR *)(image + imports);
  for (; library->Name != 0; library++) {
    if (library->OriginalFirstThunk == 0) continue;
    IMAGE_THUNK_DATA *name = (IMAGE_THUNK_DATA *)(image + library->OriginalFirstThunk);
    IMAGE_THUNK_DATA *address = (IMAGE_THUNK_DATA *)(image + library->FirstThunk);
    for (; name->u1.AddressOfData != 0; name++, address++) {
      if (IMAGE_SNAP_BY_ORDINAL(name->u1.Ordinal)) continue;
      IMAGE_IMPORT_BY_NAME *function = (IMAGE_IMPORT_BY_NAME *)(image + name->u1.AddressOfData);
      if (strcmp((char *)function->Name, "UnlockFile") != 0) continue;
      DWORD before;
      VirtualProtect(&address->u1.Function, sizeof(ULONG_PTR), PAGE_READWRITE, &before);
      address->u1.Function = (ULONG_PTR)unlockFile;
      VirtualProtect(&address->u1.Function, sizeof(ULONG_PTR), before, &before);
    }
  }
}

BOOL WINAPI DllMain(HINSTANCE library, DWORD reason, LPVOID reserved) {
  (void)library;
  (void)reserved;
  if (reason == DLL_PROCESS_ATTACH) replaceUnlockFile((BYTE *)GetModuleHandleW(NULL));
  return TRUE;
}
