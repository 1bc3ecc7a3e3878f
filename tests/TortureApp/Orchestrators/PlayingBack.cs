using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Dfm.TortureApp.Orchestrators;

/// <param name="Other">The other player.</param>
/// <param name="Anew">Whether a new run begins after each ball.</param>
/// <param name="Balls">How many balls the runs before have seen.</param>
public sealed record PlayingBackInput(string Other, bool Anew, int Balls);

/// <summary>The other player: serves, plays every ball back, and counts them until a negative one comes.</summary>
public sealed class PlayingBack
{
    [Function(nameof(PlayingBack))]
    public async Task<int> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<PlayingBackInput>()!;
        var balls = input.Balls;
        if (balls == 0) context.SendEvent(input.Other, Playing.Ball, 0);
        while (await context.WaitForExternalEvent<int>(Playing.Ball) is >= 0 and var ball)
        {
            if (ball <= balls) continue;
            balls++;
            context.SendEvent(input.Other, Playing.Ball, 100 * ball + balls);
            if (!input.Anew) continue;
            context.ContinueAsNew(input with { Balls = balls });
            return balls;
        }

        return balls;
    }
}
