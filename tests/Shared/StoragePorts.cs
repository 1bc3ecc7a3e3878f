namespace Dfm.Testing;

/// <summary>The loopback ports of a storage emulator, or of a proxy before it.</summary>
public sealed record StoragePorts(int Blob, int Queue, int Table);
