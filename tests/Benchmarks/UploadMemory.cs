using System.Net;
using Dfm.Benchmarks.Host;

namespace Dfm.Benchmarks;

/// <summary>By how much the portal's process grows while it takes 20 uploads of 25 MiB, the most that is allowed, at once.</summary>
internal static class UploadMemory
{
    private const double Target = 50;
    private const int Uploads = 20;
    private const int Size = 25 * 1024 * 1024;
    private const int WarmUp = 200;

    /// <summary>Small uploads first, so that what a busy portal holds anyway does not count.</summary>
    public static async Task<Figure> Measure(Bench bench)
    {
        await Bench.Repeat(WarmUp, Uploads, () => bench.Client.Raise(bench.NextAsset()));
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = Resident.Megabytes(bench.ProcessId);
        using var done = new CancellationTokenSource();
        var peak = Peak(bench.ProcessId, done.Token);
        await Bench.Repeat(Uploads, Uploads, () => bench.Client.Raise(bench.NextAsset(), new LargePicture()));
        await done.CancelAsync();
        var growth = await peak - before;
        return new Figure(
            "memory",
            $"{before:0} MB, peak {await peak:0} MB in {Uploads} x 25 MiB at once",
            "-",
            $"+{growth:0} MB",
            $"< {Target:0} MB",
            growth < Target);
    }

    private static async Task<double> Peak(int process, CancellationToken done)
    {
        var peak = 0.0;
        while (!done.IsCancellationRequested)
        {
            peak = Math.Max(peak, Resident.Megabytes(process));
            await Task.Delay(20, CancellationToken.None);
        }

        return peak;
    }

    /// <summary>A picture that is made while it is sent.</summary>
    private sealed class LargePicture : HttpContent
    {
        private static readonly byte[] Part = PortalClient.MakePicture(64 * 1024);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var sent = 0; sent < Size; sent += Part.Length) await stream.WriteAsync(Part);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Size;
            return true;
        }
    }
}
