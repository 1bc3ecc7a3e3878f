namespace Dfm.LocalRuntime.Worker;

/// <summary>Something made at its first use, by one caller for all. A failure is not kept: the next caller tries again.</summary>
internal sealed class Once<T>
{
    private readonly Func<Task<T>> make;
    private Lazy<Task<T>> made;

    public Once(Func<Task<T>> make)
    {
        this.make = make;
        made = new Lazy<Task<T>>(make);
    }

    public async ValueTask<T> GetAsync()
    {
        var making = Volatile.Read(ref made);
        try
        {
            return await making.Value;
        }
        catch
        {
            Interlocked.CompareExchange(ref made, new Lazy<Task<T>>(make), making);
            throw;
        }
    }
}
