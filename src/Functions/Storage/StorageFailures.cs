using Azure;

namespace Dfm.Functions.Storage;

public static class StorageFailures
{
    /// <summary>Whether <paramref name="failure"/> says that storage did not do what it was asked, its client's retries included.</summary>
    public static bool IsUnavailable(Exception failure) => failure is RequestFailedException or AggregateException or TimeoutException;
}
