namespace EdgeCompile.Runtime.Tests.Memory;

public class InstanceGateTests
{
    [Fact]
    public void Lets_runs_in_one_after_the_other()
    {
        var gate = new InstanceGate();
        for (var i = 0; i < 3; i++)
        {
            gate.Enter("Model");
            gate.Leave();
        }
        Assert.True(gate.Close("Model"));
    }

    [Fact]
    public void Refuses_a_second_run_and_says_what_to_do()
    {
        var gate = new InstanceGate();
        gate.Enter("Model");
        var error = Assert.Throws<InvalidOperationException>(() => gate.Enter("Model"));
        Assert.Contains("one instance per thread", error.Message);
        Assert.Contains("Model.Predict", error.Message);
        Assert.Throws<InvalidOperationException>(() => gate.Close("Model"));
        gate.Leave();
        gate.Enter("Model");
    }

    [Fact]
    public void Refuses_runs_after_it_is_closed()
    {
        var gate = new InstanceGate();
        Assert.True(gate.Close("Model"));
        Assert.False(gate.Close("Model"));
        Assert.Equal("Model", Assert.Throws<ObjectDisposedException>(() => gate.Enter("Model")).ObjectName);
    }

    [Fact]
    public void Costs_no_allocation()
    {
        var gate = new InstanceGate();
        gate.Enter("Model");
        gate.Leave();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            gate.Enter("Model");
            gate.Leave();
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
