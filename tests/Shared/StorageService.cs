namespace Dfm.Testing;

/// <summary>The three services of a storage account.</summary>
public enum StorageService
{
    Blob,
    Queue,
    Table,
}
