namespace Dfm.Functions.Tests.Infrastructure;

/// <summary>The three services of a storage account.</summary>
public enum StorageService
{
    Blob,
    Queue,
    Table,
}
